import { html } from 'hono/html';
import type { TillAnswer } from '../till.ts';
import { jsonIn, type Markup, page, type View } from './layout.ts';

/** What a refusal of the service means at a till. */
const REASONS: Record<string, 'code' | 'more' | 'now' | 'amount'> = {
  'not-found': 'code',
  gone: 'code',
  'code-refused': 'code',
  'more-than-needed': 'more',
  'not-now': 'now',
  'bad-input': 'amount',
};

/** What the cashier sees. The camera is a help; the field is always there. */
export function tillPage(
  view: View,
  receipt: string,
  given: { code: string; amount: string; answer?: TillAnswer },
): Markup {
  const { shop } = view;
  const { amount, till: say } = shop.words.paying;
  const { answer } = given;
  return page(view, {
    title: `${say.title} — ${shop.name}`,
    staff: true,
    head: html`<script defer src="/assets/till.js"></script>`,
    body: html`<div class="wide list pay narrow till">
  <p class="eyebrow">${shop.name}</p>
  <h1>${say.title}</h1>
  <p class="lead">${say.lead}</p>
  ${
    answer?.ok
      ? html`<p class="note" role="status"><b>${say.done(amount(answer.amount), answer.club.name)}</b><br>
    ${answer.club.percent >= 100 ? say.reached : say.percent(answer.club.percent)} ${say.receipt} ${answer.receipt}</p>`
      : ''
  }
  ${answer && !answer.ok ? html`<p class="note warn" role="alert">${say.refused[REASONS[answer.code] ?? 'other']}</p>` : ''}
  <section class="panel">
    <div class="camera" hidden>
      <video muted playsinline hidden></video>
      <p><button type="button" class="chip" data-camera>${say.camera}</button></p>
      <p class="small" role="status"></p>
    </div>
    <form method="post" action="/${shop.lang}/till">
      <label class="field">${say.code}
        <input name="code" required minlength="10" maxlength="100" autocomplete="off" autocapitalize="off" spellcheck="false" value="${given.code}" aria-describedby="code-hint">
      </label>
      <p class="small" id="code-hint">${say.codeHint}</p>
      <label class="field">${say.amount}
        <input name="amount" type="number" inputmode="numeric" min="1" required value="${given.amount}">
      </label>
      <label class="field">${say.receipt}
        <input name="receipt" required maxlength="80" autocomplete="off" value="${receipt}">
      </label>
      <button class="button buy">${say.post}</button>
    </form>
  </section>
</div>
<script type="application/json" id="till">${jsonIn({ camera: say.camera, stop: say.stop, found: say.found, dark: say.dark })}</script>`,
  });
}
