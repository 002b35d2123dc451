// Real keys and a real mouse: native radios, dialogs and focus listen to no event that a page makes up.
// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { expect } from 'chai';
import { frame } from './stage.ts';

/** Presses one key after the other. */
export async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await sendKeys({ press: key });
  await frame();
}

/** Types a text without composing it. */
export async function type(text: string): Promise<void> {
  await sendKeys({ type: text });
  await frame();
}

/** Clicks where it is, as a hand would. */
export async function clickAt(x: number, y: number): Promise<void> {
  await sendMouse({ type: 'click', position: [Math.round(x), Math.round(y)] });
  await frame();
}

/** What has the focus, also inside shadow roots. */
export function focused(): Element | null {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at;
}

/** Compared here, not by chai: telling how two elements differ takes it for ever. */
export function expectFocus(element: Element, has = true): void {
  const at = focused();
  expect(at === element, `the focus is on ${at?.outerHTML.slice(0, 80)}`).to.equal(has);
}
