import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Media } from '../../../server/community/media/contract.ts';
import { newAct } from '../../core/act.ts';
import {
  dropUpload,
  finishUpload,
  kindOf,
  lookInto,
  type MotionKind,
  refusalOf,
  sendFile,
} from '../../core/clip-upload.ts';
import { problemWords } from '../../core/problem-words.ts';
import { problemOf } from '../../core/problems.ts';
import { uploadPhoto } from '../../core/upload.ts';
import { shrinkPhoto } from '../../parts/shrink.ts';
import type { BlogHost } from '../host.ts';
import { type FileName, type Item, MOST_MEDIA } from './written.ts';

interface Host extends ReactiveControllerHost {
  readonly host: BlogHost;
}

const nameOf = ({ name, size, lastModified }: File): FileName => ({ name, size, modified: lastModified });
const isSame = (one: FileName | undefined, other: FileName) =>
  one?.name === other.name && one.size === other.size && one.modified === other.modified;

/** The pictures of a story: each is sent as soon as it is chosen, what moves in parts and one after the other. */
export class EditorMedia implements ReactiveController {
  readonly #host: Host;
  readonly #keep: (items: Item[]) => void;
  list: Item[] = [];
  #stops = new Map<string, AbortController>();
  /** What moves waits for what moves before it. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param keep takes them after each change that shall outlive this page */
  constructor(host: Host, keep: (items: Item[]) => void) {
    this.#host = host;
    this.#keep = keep;
    host.addController(this);
  }

  hostDisconnected(): void {
    for (const stop of this.#stops.values()) stop.abort();
    for (const one of this.list) this.#forget(one);
  }

  hostConnected(): void {
    // Moved within the page: what was let go above is made anew, and what was stopped goes on.
    this.list = this.list.map((one) => {
      if (!one.file) return one;
      const url = one.kind === 'clip' ? '' : URL.createObjectURL(one.file);
      return { ...one, small: url, large: url };
    });
    for (const { key, state, file } of this.list) if (state === 'sending' && file) void this.send(key);
  }

  #forget({ small, large }: Item): void {
    for (const url of [small, large]) if (url.startsWith('blob:')) URL.revokeObjectURL(url);
  }

  begin(items: readonly Item[]): void {
    for (const stop of this.#stops.values()) stop.abort();
    for (const one of this.list) this.#forget(one);
    this.list = [...items];
  }

  has(state: Item['state']): boolean {
    return this.list.some((one) => one.state === state);
  }

  find(key: string): Item | undefined {
    return this.list.find((one) => one.key === key);
  }

  /**
   * Takes files that were chosen, dropped or pasted; one whose upload was broken off goes on. Answers a sentence about
   * those that could not be taken.
   */
  async add(files: readonly File[], mayMove: boolean): Promise<string> {
    const words = this.#host.host.words!;
    let said = '';
    const fresh: Item[] = [];
    for (const file of files) {
      const of = nameOf(file);
      const broken = this.list.find((one) => one.state === 'waiting' && isSame(one.of, of));
      if (broken) {
        this.again(broken.key, file);
        continue;
      }
      const kind = (await kindOf(file)) ?? (/^image\/(?!svg)/.test(file.type) ? 'photo' : undefined);
      if (!kind) said = words.t('editorKind');
      else if (kind !== 'photo' && !mayMove) said = words.t('editorNoMotion');
      else if (kind !== 'photo' && refusalOf(kind, file.size)) said = words.t(`editorLarge_${kind}`);
      else if (this.list.length + fresh.length >= MOST_MEDIA)
        said = words.t('editorTooMany', { max: MOST_MEDIA });
      else {
        const key = newAct();
        const url = kind === 'clip' ? '' : URL.createObjectURL(file);
        fresh.push({
          key,
          act: key,
          kind,
          file,
          of,
          alt: '',
          marks: [],
          small: url,
          large: url,
          width: 0,
          height: 0,
          state: 'sending',
          progress: 0,
          problem: '',
        });
      }
    }
    if (fresh.length) this.#set([...this.list, ...fresh]);
    for (const { key } of fresh) void this.send(key);
    return said;
  }

  /** The file of something that was broken off has been chosen again. */
  again(key: string, file: File): void {
    const one = this.find(key);
    if (!one) return;
    const isOther = !isSame(one.of, nameOf(file));
    const url = one.kind === 'clip' ? '' : URL.createObjectURL(file);
    this.change(key, {
      file,
      of: nameOf(file),
      small: url,
      large: url,
      // Another file is another upload.
      ...(isOther && { upload: undefined, poster: undefined, act: newAct() }),
    });
    void this.send(key);
  }

  remove(key: string): void {
    const one = this.find(key);
    if (!one) return;
    this.#stops.get(key)?.abort();
    this.#forget(one);
    if (one.upload && !one.id) void dropUpload(this.#host.host.side!, one.upload);
    this.#set(this.list.filter((other) => other !== one));
  }

  /** Takes out those at these places of what was sent. Answers whether there were any. */
  drop(places: readonly number[]): boolean {
    const gone = new Set(places.map((place) => this.list.filter(({ id }) => id)[place]?.key));
    const left = this.list.filter(({ key }) => !gone.has(key));
    const isLess = left.length < this.list.length;
    if (isLess) this.#set(left);
    return isLess;
  }

  /** Takes out marks, by the places of their pictures and their own in what was sent. */
  dropMarks(places: readonly (readonly [media: number, mark: number])[]): void {
    this.list
      .filter(({ id }) => id)
      .forEach(({ key, marks }, at) => {
        const gone = places.filter(([of]) => of === at).map(([, mark]) => mark);
        if (gone.length) this.change(key, { marks: marks.filter((_, mark) => !gone.includes(mark)) });
      });
  }

  moveTo(key: string, to: number): void {
    const rest = this.list.filter((one) => one.key !== key);
    const one = this.find(key);
    if (!one || to < 0 || to > rest.length) return;
    this.#set([...rest.slice(0, to), one, ...rest.slice(to)]);
  }

  change(key: string, change: Partial<Item>): void {
    this.#set(this.list.map((one) => (one.key === key ? { ...one, ...change } : one)));
  }

  #set(items: Item[]): void {
    this.list = items;
    this.#keep(items);
    this.#host.requestUpdate();
  }

  #progress(key: string, progress: number): void {
    // Too often to be written down each time.
    this.list = this.list.map((one) => (one.key === key ? { ...one, progress } : one));
    this.#host.requestUpdate();
  }

  /** Sends one, or goes on with it. */
  async send(key: string): Promise<void> {
    const one = this.find(key);
    if (!one?.file) return;
    this.#stops.get(key)?.abort();
    const stop = new AbortController();
    this.#stops.set(key, stop);
    this.change(key, { state: 'sending', problem: '', isFinal: false });
    const task = () => (one.kind === 'photo' ? this.#photo(key) : this.#motion(key, stop.signal));
    try {
      if (one.kind === 'photo') await task();
      else {
        const turn = this.#turn.then(() => (stop.signal.aborted ? undefined : task()));
        this.#turn = turn.catch(() => undefined);
        await turn;
      }
    } catch (error) {
      if (stop.signal.aborted) return;
      const words = this.#host.host.words!;
      const problem = problemOf(error);
      this.change(key, {
        state: 'failed',
        problem: problemWords(words, problem),
        isFinal: /^(clip-refused|photo-refused|wrong-type|too-large)$/.test(problem.code),
        // What was refused is forgotten by the service, with its parts.
        ...(problem.code === 'clip-refused' && { upload: undefined, act: newAct() }),
        // Its still has waited too long: another try draws it anew.
        ...(problem.code === 'bad-input' && { poster: undefined, act: newAct() }),
      });
    }
  }

  #refuse(key: string, problem: string): void {
    this.change(key, { state: 'failed', problem, isFinal: true });
  }

  async #photo(key: string): Promise<void> {
    const { side, words } = this.#host.host;
    const { file, alt, act } = this.find(key)!;
    const sent = await uploadPhoto(side!, await shrinkPhoto(file!), {
      alt,
      act,
      lang: words!.lang,
      progress: (share) => this.#progress(key, share),
    });
    this.#done(key, { ...sent, motion: null }, alt);
  }

  async #motion(key: string, signal: AbortSignal): Promise<void> {
    const { side, words } = this.#host.host;
    const { lang } = words!;
    const { file, act, kind: any } = this.find(key)!;
    const kind = any as MotionKind;
    if (kind === 'clip') {
      const look = await lookInto(file!);
      if (signal.aborted) return;
      if (!look?.poster) return this.#refuse(key, words!.t('editorUnseen'));
      const refusal = refusalOf(kind, file!.size, look);
      if (refusal) return this.#refuse(key, words!.t(refusal === 'wide' ? 'editorWide' : 'editorLong'));
      const url = URL.createObjectURL(look.poster);
      this.change(key, { small: url, large: url, width: look.width, height: look.height });
      if (!this.find(key)!.poster) {
        const poster = await uploadPhoto(side!, look.poster, {
          alt: '',
          act: `${act}-still`,
          lang,
          progress: () => undefined,
        });
        if (signal.aborted) return;
        this.change(key, { poster: poster.id });
      }
    }
    const upload = await sendFile(side!, file!, {
      kind,
      id: this.find(key)!.upload,
      act,
      lang,
      signal,
      begun: (id) => this.change(key, { upload: id }),
      // The last of it is what the service makes of it.
      progress: (share) => this.#progress(key, share * 0.97),
    });
    const { alt, poster = null } = this.find(key)!;
    this.#done(key, await finishUpload(side!, upload, { alt, poster }, lang), alt);
  }

  #done(key: string, { id, small, large, width, height }: Media, alt: string): void {
    const now = this.find(key);
    if (!now) return;
    this.#forget(now);
    this.change(key, {
      id,
      small,
      large,
      width,
      height,
      at: Date.now(),
      state: 'ready',
      progress: 1,
      file: undefined,
      upload: undefined,
      poster: undefined,
    });
    // Described while it was on its way.
    if (now.alt !== alt) void this.describe(key, now.alt);
  }

  async describe(key: string, alt: string): Promise<void> {
    const { side, words } = this.#host.host;
    this.change(key, { alt });
    const id = this.find(key)?.id;
    if (!id) return;
    try {
      await side!.client.request('PATCH', `photos/${id}`, { as: 'writer', lang: words!.lang, body: { alt } });
      this.change(key, { problem: '' });
    } catch (error) {
      this.change(key, { problem: problemWords(words!, problemOf(error)) });
    }
  }
}
