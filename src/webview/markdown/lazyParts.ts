/** A separate script, because it is large and few texts need it. */
export interface LazyParts {
  /** Code as HTML of spans with the highlighter's classes. Undefined for an unknown language. */
  readonly highlight: (code: string, language: string) => string | undefined;
  /** A formula in TeX as MathML. Throws if the source is invalid. */
  readonly math: (source: string, isBlock: boolean) => Element;
  /** A diagram as the text of an SVG. Rejects if the source is invalid. */
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

/** The key of the loaded parts. A symbol can't be clobbered by a name in a document. */
const registryKey = Symbol.for('gitlabIssues.lazyParts');
/** The page's own script. The parts are in the same folder and have its nonce. */
const script = document.currentScript as HTMLScriptElement | null;
const loads = new Map<keyof LazyParts, Promise<void>>();

/** Called by a part's script when it runs. */
export function offerPart<Name extends keyof LazyParts>(name: Name, part: LazyParts[Name]): void {
  Reflect.set(globalThis, registryKey, { ...registry(), [name]: part });
}

/** The part, if it is loaded. */
export function loadedPart<Name extends keyof LazyParts>(name: Name): LazyParts[Name] | undefined {
  return registry()[name];
}

/** The part, loaded with the first call. Rejects if its file can't be loaded. A later call tries again. */
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
