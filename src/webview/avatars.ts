import type { HostLink } from './hostLink.ts';

/** Requests the avatars that the user sees, each once. */
export class Avatars {
  private readonly loaded = new Map<string, string>();
  private readonly pending = new Map<string, Promise<string | undefined>>();
  private readonly waiting = new WeakMap<Element, () => void>();
  private readonly observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) this.waiting.get(target)?.();
  });

  constructor(private readonly link: HostLink) {}

  /** The image as a `data:` URL, if it is loaded. */
  get(url: string | undefined): string | undefined {
    return url === undefined ? undefined : this.loaded.get(url);
  }

  /**
   * Loads an avatar when its element becomes visible. The returned function cancels that.
   * @param onLoad called with a `data:` URL if there is an image to show.
   */
  whenSeen(element: Element, user: number, url: string, onLoad: (data: string) => void): () => void {
    let isWanted = true;
    const stop = () => {
      this.observer.unobserve(element);
      this.waiting.delete(element);
    };
    this.waiting.set(element, () => {
      stop();
      void this.load(user, url).then((data) => {
        if (isWanted && data !== undefined) onLoad(data);
      });
    });
    this.observer.observe(element);
    return () => {
      isWanted = false;
      stop();
    };
  }

  private load(user: number, url: string): Promise<string | undefined> {
    const loading =
      this.pending.get(url) ??
      this.link.avatar(user).then((data) => {
        this.pending.delete(url);
        if (data !== undefined) this.loaded.set(url, data);
        return data;
      });
    this.pending.set(url, loading);
    return loading;
  }
}
