/** Functions in separate scripts, which are large and which few texts need. */
export interface LazyParts {
  /** Returns code as HTML: spans with the highlighter's classes. Undefined for an unknown language. */
  readonly highlight: (code: string, language: string) => string | undefined;
  /** Converts a TeX formula to MathML. Throws if the source is invalid. */
  readonly math: (source: string, isBlock: boolean) => Element;
  /** Draws a diagram as the text of an SVG. Rejects if the source is invalid. */
  readonly mermaid: (source: string, look: DiagramLook) => Promise<string>;
}

export interface DiagramLook {
  readonly isDark: boolean;
  readonly fontFamily: string;
  readonly colors: {
    readonly background: string;
    readonly foreground: string;
    readonly line: string;
    readonly box: string;
    readonly border: string;
  };
}

/** The key of the loaded parts. A symbol, because an `id` or `name` in the document can't clobber it. */
const registryKey = Symbol.for('gitlabIssues.lazyParts');
/** The page's own script. The parts are in the same folder and need the same nonce. */
const script = document.currentScript as HTMLScriptElement | null;
const loads = new Map<keyof LazyParts, Promise<void>>();

/** Registers a part. The part's script calls this when it runs. */
export function offerPart<Name extends keyof LazyParts>(name: Name, part: LazyParts[Name]): void {
  Reflect.set(globalThis, registryKey, { ...registry(), [name]: part });
}

/** Returns the part, if it is loaded. */
export function loadedPart<Name extends keyof LazyParts>(name: Name): LazyParts[Name] | undefined {
  return registry()[name];
}

/** Returns the part, and loads it on the first call. Rejects if its file can't be loaded. A later call tries again. */
export async function loadPart<Name extends keyof LazyParts>(name: Name): Promise<LazyParts[Name]> {
  if (registry()[name] === undefined) {
    const load = loads.get(name) ?? loadScript(`${name}.js`);
    loads.set(name, load);
    try {
      await load;
    } catch (error) {
      loads.delete(name);
      throw error;
    }
  }
  const part = registry()[name];
  if (part === undefined) throw new Error(`${name}.js did not offer its part.`);
  return part;
}

function registry(): Partial<LazyParts> {
  return (Reflect.get(globalThis, registryKey) ?? {}) as Partial<LazyParts>;
}

async function loadScript(file: string): Promise<void> {
  const element = document.createElement('script');
  element.src = new URL(file, script?.src ?? document.baseURI).href;
  element.nonce = script?.nonce ?? '';
  await new Promise<void>((resolve, reject) => {
    element.onload = () => {
      resolve();
    };
    element.onerror = () => {
      reject(new Error(`${file} cannot be loaded.`));
    };
    document.head.append(element);
  });
  element.remove();
}
