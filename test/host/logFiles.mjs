import { appendFileSync } from 'node:fs';
import childProcess from 'node:child_process';
import Module from 'node:module';

/**
 * Lets VS Code's server write its log files, with them those of its extension hosts and the output channels of
 * extensions. VS Code writes them with a native module, which is not compiled here (see installVSCode.ts).
 */
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

/** What the native module exports, as far as its wrapper and VS Code use it. */
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
    // One pattern is enough.
  }

  clearFormatters() {
    this.isPlain = true;
  }

  flush() {
    // Nothing is held back.
  }

  drop() {
    // Nothing is held open.
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

// The extension hosts are processes of their own. They would not take it from NODE_OPTIONS, which VS Code removes.
const { fork } = childProcess;
childProcess.fork = (file, args, options) =>
  fork(file, args, {
    ...options,
    execArgv: [...(options?.execArgv ?? []), `--import=${import.meta.url}`],
  });
Module.syncBuiltinESMExports();
