import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { newAct } from '../core/act.ts';
import { problemWords } from '../core/problem-words.ts';
import { problemOf } from '../core/problems.ts';
import { uploadPhoto } from '../core/upload.ts';
import type { PickedPhoto } from '../parts/photo-events.ts';
import { shrinkPhoto } from '../parts/shrink.ts';
import type { BoardHost } from './host.ts';
import type { KeptPhoto } from './written.ts';

interface FormPhoto extends PickedPhoto {
  /** Once the service has it. */
  id?: string | undefined;
  /** Until the service has it. */
  file?: File | undefined;
  act?: string;
  /** When the service took it. */
  at?: number | undefined;
}

interface FormHost extends ReactiveControllerHost {
  readonly board: BoardHost;
}

/** The photos of a form: each is sent as soon as it is picked, and kept by its id from then on. */
export class FormPhotos implements ReactiveController {
  readonly #host: FormHost;
  readonly #keep: (photos: KeptPhoto[]) => void;
  list: FormPhoto[] = [];

  /** @param keep takes those that the service has, after each change */
  constructor(host: FormHost, keep: (photos: KeptPhoto[]) => void) {
    this.#host = host;
    this.#keep = keep;
    host.addController(this);
  }

  hostConnected(): void {
    // Moved within the page: what was let go below is made anew.
    this.list = this.list.map((one) => (one.file ? { ...one, preview: URL.createObjectURL(one.file) } : one));
  }

  hostDisconnected(): void {
    for (const { preview } of this.list) URL.revokeObjectURL(preview);
  }

  /** Shows what was kept. */
  begin(photos: readonly KeptPhoto[]): void {
    this.list = photos.map(({ id, alt, small, at }) => ({
      key: id,
      id,
      at,
      alt,
      preview: small,
      state: 'ready',
      progress: 1,
    }));
  }

  has(state: FormPhoto['state']): boolean {
    return this.list.some((one) => one.state === state);
  }

  add(files: readonly File[]): void {
    const added = files.map((file): FormPhoto => {
      const act = newAct();
      const preview = URL.createObjectURL(file);
      return { key: act, act, file, alt: '', preview, state: 'sending', progress: 0 };
    });
    this.#set([...this.list, ...added]);
    for (const { key } of added) void this.send(key);
  }

  remove(key: string): void {
    this.#set(this.list.filter((one) => one.key !== key));
  }

  /** Takes out those that the service does not take, by their places in what was sent. Answers whether there were any. */
  drop(places: readonly number[]): boolean {
    const kept = this.list.filter((_, at) => !places.includes(at));
    const isLess = kept.length < this.list.length;
    if (isLess) this.#set(kept);
    return isLess;
  }

  move(key: string, by: number): void {
    const photos = [...this.list];
    const at = photos.findIndex((one) => one.key === key);
    const [photo] = photos.splice(at, 1);
    if (photo) photos.splice(at + by, 0, photo);
    this.#set(photos);
  }

  /** Sends a photo, or sends it again. */
  async send(key: string): Promise<void> {
    const { side, words } = this.#host.board;
    const photo = this.#find(key);
    if (!photo?.file) return;
    const { alt } = photo;
    this.#change(key, { state: 'sending', progress: 0, problem: '' });
    try {
      const sent = await uploadPhoto(side!, await shrinkPhoto(photo.file), {
        alt,
        act: photo.act!,
        lang: words!.lang,
        progress: (progress) => {
          this.list = this.list.map((one) => (one.key === key ? { ...one, progress } : one));
          this.#host.requestUpdate();
        },
      });
      const now = this.#find(key);
      if (!now) return;
      URL.revokeObjectURL(now.preview);
      this.#change(key, {
        id: sent.id,
        at: Date.now(),
        state: 'ready',
        progress: 1,
        preview: sent.small,
        file: undefined,
      });
      // Described while it was on its way.
      if (now.alt !== alt) void this.describe(key, now.alt);
    } catch (error) {
      this.#change(key, { state: 'failed', problem: problemWords(words!, problemOf(error)) });
    }
  }

  async describe(key: string, alt: string): Promise<void> {
    const { side, words } = this.#host.board;
    this.#change(key, { alt, ...(this.#find(key)?.id && { problem: '' }) });
    const id = this.#find(key)?.id;
    if (!id) return;
    try {
      await side!.client.request('PATCH', `photos/${id}`, { as: 'writer', body: { alt } });
    } catch (error) {
      this.#change(key, { problem: problemWords(words!, problemOf(error)) });
    }
  }

  #find(key: string): FormPhoto | undefined {
    return this.list.find((one) => one.key === key);
  }

  #change(key: string, change: Partial<FormPhoto>): void {
    this.#set(this.list.map((one) => (one.key === key ? { ...one, ...change } : one)));
  }

  #set(photos: FormPhoto[]): void {
    this.list = photos;
    this.#keep(photos.flatMap(({ id, alt, at, preview: small }) => (id ? [{ id, alt, small, at }] : [])));
    this.#host.requestUpdate();
  }
}
