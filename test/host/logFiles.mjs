import { appendFileSync } from 'node:fs';
import childProcess from 'node:child_process';
import Module from 'node:module';

/**
 * Enables the log files of VS Code's server, including those of extension hosts and output channels. VS Code writes
 * them with a native module, which isn't compiled here (see installVSCode.ts).
 */
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

/** The exports of the native module that VS Code and its wrapper use. */
class Logger {
  level = 2;
  isPlain = false;

  constructor(_type, name, file) {
    this.name = name;
    this.file = file;
  }

  getLevel() {
    return this.level;
  }

  setLevel(level) {
    this.level = level;
  }

  setPattern() {
    // One log pattern is enough.
  }

  clearFormatters() {
    this.isPlain = true;
  }

  flush() {
    // Writes aren't buffered.
  }

  drop() {
    // No file stays open.
  }

  write(level, text) {
    if (levels.indexOf(level) < this.level) return;
    appendFileSync(this.file, this.isPlain ? text : `${new Date().toISOString()} [${level}] ${text}\n`);
  }
}
for (const level of levels) {
  Logger.prototype[level] = function (text) {
    this.write(level, text);
  };
}

const nothing = () => undefined;
const spdlog = { version: 0, setLevel: nothing, setFlushOn: nothing, Logger };
const load = Module._load;
Module._load = function (request, ...rest) {
  const found = load.call(this, request, ...rest);
  return request === 'bindings' ? (name) => (name === 'spdlog' ? spdlog : found(name)) : found;
};

// Extension hosts run in their own processes. They can't get this module from NODE_OPTIONS, which VS Code removes.
const { fork } = childProcess;
childProcess.fork = (file, args, options) =>
  fork(file, args, {
    ...options,
    execArgv: [...(options?.execArgv ?? []), `--import=${import.meta.url}`],
  });
Module.syncBuiltinESMExports();
