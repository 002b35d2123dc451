import { offerMerge } from '../core/merge-question.ts';
import { problemWords } from '../core/problem-words.ts';
import { keep, kept } from '../core/storage.ts';
import { showNotice } from '../parts/notice.ts';
import type { Hearts } from './hearts.ts';

const DAY_MS = 86_400_000;

/**
 * A guest has signed in on a page of hearts: asks at the foot of the window whether what is theirs in this browser
 * becomes the member's. Whoever said "not now" is left in peace for a day: hearts are on every page of a mall.
 */
export async function askToMerge({ side, all }: Hearts): Promise<void> {
  const later = `dangol-later:${side.id}`;
  if (Date.now() - Number(kept(later) ?? 0) < DAY_MS) return;
  // Who signed in may have done so before anything was drawn.
  const button = [...all.values()].flatMap(({ buttons }) => [...buttons])[0];
  await button?.speak();
  const words = button?.words;
  if (!words) return;
  const place = document.createElement('div');
  place.role = 'status';
  place.popover = 'manual';
  place.style.cssText =
    'position:fixed;inset:auto 0 0;width:auto;height:0;margin:0 16px;padding:0;border:0;overflow:visible;background:none';
  button.renderRoot.append(place);
  place.showPopover?.();
  const asker = Object.assign(place, {
    side,
    words,
    notify: (text: string, actions = []) => showNotice(place, text, actions),
  });
  await offerMerge(asker, {
    // The service says anew what is mine when the guest is gone.
    moved: () => undefined,
    failed: (problem) => asker.notify(problemWords(words, problem)),
    later: () => {
      keep(later, String(Date.now()));
      place.remove();
    },
  });
}
