import { GitLabError } from '../../model/error/gitLabError.ts';
import { basesOf, pathBelow } from '../../model/address/instanceBases.ts';
import type { HostMessage } from '../../model/page/pageMessages.ts';
import { dataUrl } from '../../model/text/dataUrl.ts';
import { pictureType } from '../../model/text/pictureType.ts';
import { readRawFilePath } from '../../model/text/rawFilePath.ts';
import { readUploadPath } from '../../model/text/uploadPath.ts';
import type { IssueDetailsGateway, Upload } from '../../model/gateway/issueDetailsGateway.ts';
import type { Project } from '../../model/project.ts';
import type { ProjectAccess } from '../../model/projectAccess.ts';

/** An image for the page: a `data:` URL, or the reason why it can't be shown. */
export type PictureAnswer = Pick<HostMessage & { type: 'picture' }, 'data' | 'problem'>;

export interface IssueFilesParts {
  /** The base URL of the API of the issue's GitLab instance. */
  readonly instance: string;
  readonly source: () => Promise<ProjectAccess>;
  /** Aborted when the page is closed. */
  readonly closed: AbortSignal;
  /** Loads an image from another host, without a token, after the user clicked it. Rejects with a `GitLabError`. */
  readonly foreign: (url: URL, mostBytes: number) => Promise<Uint8Array>;
  /**
   * Whether this GitLab version allows downloading uploads with a token.
   * https://docs.gitlab.com/api/project_markdown_uploads/
   */
  readonly givesUploads: () => boolean;
}

/** The page shows a larger image as a link. */
const mostPictureBytes = 10 * 1024 * 1024;
const mostFileBytes = 500 * 1024 * 1024;
/** The maximum size of a page's image cache, in characters of data URLs. */
const mostKept = 40 * 1024 * 1024;

/**
 * Loads the images and attachments in the texts of an issue. Files on the issue's own GitLab come from its API, with the
 * account's token: uploads (GitLab 17.4 and later), and images in repositories. The page never loads anything itself.
 */
export class IssueFiles {
  private readonly pictures = new Map<string, PictureAnswer>();
  private cached = 0;
  /** Loads in progress. */
  private readonly pending = new Map<string, Promise<PictureAnswer>>();

  constructor(private readonly parts: IssueFilesParts) {}

  /**
   * @param address the URL or path in the Markdown.
   * @param isWanted whether the user clicked the image. Other hosts are contacted only then.
   */
  async picture(address: string, isWanted: boolean): Promise<PictureAnswer> {
    const known = this.pictures.get(address);
    if (known) return known;
    const key = `${String(isWanted)} ${address}`;
    const under = this.pending.get(key);
    if (under) return under;
    const fetched = this.fetchPicture(address, isWanted).finally(() => this.pending.delete(key));
    this.pending.set(key, fetched);
    const answer = await fetched;
    // Don't cache a temporary failure.
    if (answer.data !== undefined || answer.problem === 'notAPicture') this.keep(address, answer);
    return answer;
  }

  private keep(address: string, answer: PictureAnswer): void {
    this.pictures.set(address, answer);
    this.cached += sizeOf(answer);
    for (const [oldest, picture] of this.pictures) {
      if (this.cached <= mostKept) return;
      this.pictures.delete(oldest);
      this.cached -= sizeOf(picture);
    }
  }

  /**
   * Returns the name of an attachment, valid in any file system. Sends no request. Rejects with a `GitLabError` if the
   * address isn't an attachment.
   */
  async nameOf(address: string): Promise<string> {
    return cleanFileName((await this.attachment(address)).upload.name);
  }

  /**
   * Downloads an attachment. Rejects with a `GitLabError`. After `notFound`, a browser may still be able to load it.
   */
  async file(address: string, signal?: AbortSignal): Promise<Uint8Array> {
    const { gateway, upload } = await this.attachment(address);
    try {
      return await gateway.details.download(upload, mostFileBytes, signal);
    } catch (thrown) {
      if (!GitLabError.is(thrown, 'notFound')) throw thrown;
      throw new GitLabError('notFound', { ...thrown.facts, detail: this.parts.givesUploads() ? 'file' : 'oldUploads' });
    }
  }

  private async attachment(address: string) {
    const { gateway, project } = await this.parts.source();
    const upload = uploadOf(address, this.parts.instance, project);
    if (!upload) throw new GitLabError('notFound', { host: new URL(project.webUrl).host, detail: 'file' });
    return { gateway, upload };
  }

  private async fetchForeign(url: URL | undefined): Promise<Uint8Array> {
    if (!url) throw new GitLabError('notFound', { detail: 'file' });
    return this.parts.foreign(url, mostPictureBytes);
  }

  private async fetchPicture(address: string, isWanted: boolean): Promise<PictureAnswer> {
    let own: ReturnType<typeof ownFile>;
    try {
      const { gateway, project } = await this.parts.source();
      own = ownFile(address, this.parts.instance, project);
      const url = httpUrl(address);
      if (!own && !url) return { problem: 'notFound' };
      if (!own && !isWanted) return { problem: 'foreign' };
      const bytes = await (own ? own.from(gateway.at('rest', this.parts.closed).details) : this.fetchForeign(url));
      const type = pictureType(bytes);
      return type === undefined ? { problem: 'notAPicture' } : { data: dataUrl(type, bytes) };
    } catch (thrown) {
      const error = GitLabError.from(thrown);
      if (error.facts.detail === 'tooLarge') return { problem: 'tooLarge' };
      // Don't report why another host failed.
      if (isWanted && !own) return { problem: 'notFound' };
      const isUpload = own?.isUpload === true;
      if (error.reason === 'notFound' && isUpload && !this.parts.givesUploads()) return { problem: 'tooOld' };
      return { problem: GitLabError.is(error, 'offline', 'timeout', 'canceled') ? 'offline' : 'notFound' };
    }
  }
}

/** An upload, or a file in a repository, on the issue's own GitLab. Undefined for any other address. */
function ownFile(
  address: string,
  instance: string,
  project: Project,
): { readonly isUpload: boolean; readonly from: (details: IssueDetailsGateway) => Promise<Uint8Array> } | undefined {
  const upload = uploadOf(address, instance, project);
  if (upload) return { isUpload: true, from: (details) => details.download(upload, mostPictureBytes) };
  const found = readRawFilePath(pathBelow(basesOf(instance, project), address) ?? '');
  if (!found) return undefined;
  const isHere = found.project.toLowerCase() === project.path.toLowerCase();
  const file = { ...found, project: isHere ? project.id : found.project };
  return { isUpload: false, from: (details) => details.downloadFile(file, mostPictureBytes) };
}

/** Reads the address of an upload, which is a path, or starts with the URL of the instance. */
function uploadOf(address: string, instance: string, project: Project): Upload | undefined {
  const below = pathBelow(basesOf(instance, project), address);
  const upload = readUploadPath(below === undefined ? address : `/${below}`);
  if (!upload) return undefined;
  const { owner } = upload;
  const isOwn = !owner || (owner.kind === 'project' && String(owner.id).toLowerCase() === project.path.toLowerCase());
  return { ...upload, owner: isOwn ? { kind: 'project', id: project.id } : owner };
}

function httpUrl(address: string): URL | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
}

/** Returns a base name that no file system treats as a path, a device, or a hidden file. */
export function cleanFileName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  const cleaned = base
    .replace(/[^\w. -]+/g, '_')
    .slice(-100)
    .replace(/^[. ]+|(?<![. ])[. ]+$/g, '');
  const isDevice = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(cleaned);
  return cleaned === '' || isDevice ? `file_${cleaned}` : cleaned;
}

function sizeOf({ data = '' }: PictureAnswer): number {
  return data.length;
}
