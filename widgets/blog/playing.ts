import { TunePlayer } from '../parts/tune.ts';
import type { BlogHost } from './host.ts';

/** Plays the tune of the blog that is shown, or stops it. */
export function toggle(host: BlogHost): void {
  const tune = host.data.page?.blog.looks.tune;
  host.late.player ??= new TunePlayer(host);
  if (tune) host.late.player.toggle(tune);
}
