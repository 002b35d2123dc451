import type axe from 'axe-core';
import 'axe-core/axe.min.js';
import { expect } from 'chai';

/** Waits until something holds; a test waits for conditions, never for durations. The limit ends only what hangs. */
export async function until<Value>(
  what: () => Value | undefined | null | false,
  limitMs = 60_000,
): Promise<Value> {
  const end = performance.now() + limitMs;
  for (;;) {
    const value = what();
    if (value) return value;
    if (performance.now() > end) throw new Error(`never came true: ${what}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

/** What is being animated and will end, in the document and all shadow trees. */
function moving(root: Document | ShadowRoot): Animation[] {
  const inside = [...root.querySelectorAll('*')].flatMap((one) =>
    one.shadowRoot ? moving(one.shadowRoot) : [],
  );
  const here = root
    .getAnimations()
    .filter(
      (one) => one.playState === 'running' && one.effect?.getTiming().iterations !== Number.POSITIVE_INFINITY,
    );
  return [...here, ...inside];
}

/** No violation that axe knows, in everything that is in the page now. */
export async function expectAccessible(element: Element): Promise<void> {
  // What is still fading in cannot be judged.
  await until(() => !moving(document).length);
  const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
  const { violations } = await run(element, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  });
  expect(
    violations.map(
      (one) => `${one.id}: ${one.nodes.map((node) => `${node.html} ${node.failureSummary}`).join(' | ')}`,
    ),
  ).to.deep.equal([]);
}
