import { html, nothing, type TemplateResult } from 'lit';
import type { Wallet } from '../../server/mall/points/contract.ts';
import type { Words } from '../core/words.ts';
import { amountOf } from './amount.ts';
import type { PointsData } from './data.ts';
import type { PointsHost } from './host.ts';
import { movement, timesOf } from './movement.ts';
import { walletStyles } from './styles.ts';

/** So high is the button below the movements, with what is around it. */
const BUTTON = 60;

/** Gives the element the looks of the wallet, once. */
export function dress(root: ShadowRoot): void {
  const sheet = walletStyles.styleSheet!;
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** Whether something of the page comes after it that growing would move. What floats or is not shown is not moved. */
function hasBelow(element: Element): boolean {
  const { bottom } = element.getBoundingClientRect();
  for (let at: Element | null = element; at; at = at.parentElement ?? (at.getRootNode() as ShadowRoot).host)
    for (let next = at.nextElementSibling; next; next = next.nextElementSibling)
      if ((next as HTMLElement).offsetParent && next.getBoundingClientRect().bottom > bottom) return true;
  return false;
}

/**
 * Shows as many movements as fit into the room that was reserved, while growing would move something of the page that
 * can be seen; else all. Measured once, before anything is painted.
 */
export function fit(host: PointsHost): void {
  if (host.fitting) return;
  const root = host.shadowRoot!.querySelector<HTMLElement>('.root')!;
  if (!root.querySelector('.list')) return;
  const end = root.getBoundingClientRect().top + Number.parseFloat(getComputedStyle(root).minHeight);
  const rows = [...root.querySelectorAll('li')];
  // The button below them needs its room too.
  const count = rows.filter((row) => row.getBoundingClientRect().bottom < end - BUTTON).length;
  const isFree = count === rows.length || end >= innerHeight || end <= 0 || !hasBelow(host);
  host.fitting = isFree ? Number.POSITIVE_INFINITY : Math.max(1, count);
  host.requestUpdate();
}

/** What expires is told of this long before; of what is later only the next day. */
const SOON_MS = 90 * 86_400_000;

function figure(label: string, sum: string, lines: readonly unknown[], hint = ''): TemplateResult {
  return html`<div>
    <dt>${label}</dt>
    <dd><b>${sum}</b></dd>
    ${lines.map((line) => html`<dd class="muted">${line}</dd>`)}
    ${hint ? html`<dd class="muted">${hint}</dd>` : nothing}
  </div>`;
}

function figures(wallet: Wallet, words: Words): TemplateResult | typeof nothing {
  const { mall, held, pending, expiring, out } = wallet;
  const times = timesOf(words, mall.timeZone);
  const say = (count: number) => amountOf(count, words, mall);
  const soon = expiring.filter(({ at }, place) => !place || at < Date.now() + SOON_MS);
  const sum = soon.reduce((all, one) => all + one.amount, 0);
  const rest = held - out.waiting;
  if (!pending.amount && !sum && held <= 0) return nothing;
  return html`<dl part="figures">
    ${
      pending.amount
        ? figure(
            words.t('walletPending'),
            say(pending.amount),
            pending.next.map(({ at, amount }) =>
              words.t('walletDue', { amount: say(amount), date: times.day(at) }),
            ),
          )
        : nothing
    }
    ${
      sum
        ? figure(
            words.t('walletExpiring'),
            say(sum),
            // The last moment that it is still there.
            soon.map(({ at, amount }) =>
              words.t('walletUntil', { amount: say(amount), date: times.day(at - 1) }),
            ),
          )
        : nothing
    }
    ${out.waiting > 0 ? figure(words.t('walletOnWay'), say(out.waiting), [], words.t('walletOnWayHint')) : nothing}
    ${rest > 0 ? figure(words.t('walletHeld'), say(rest), [], words.t('walletHeldHint')) : nothing}
  </dl>`;
}

function list(host: PointsHost, data: PointsData, words: Words): TemplateResult {
  const { items, next, wallet, isLoadingMore, hasMoreFailed } = data;
  const times = timesOf(words, wallet!.mall.timeZone);
  if (!items.length)
    return html`<div class="note"><p><b>${words.t('walletEmpty')}</b></p>
      <p class="muted">${words.t('walletEmptyHint')}</p></div>`;
  const shown = items.slice(0, host.fitting || items.length);
  const months: [string, typeof shown][] = [];
  for (const one of shown) {
    const month = times.month(one.at);
    const last = months[months.length - 1];
    if (last?.[0] === month) last[1] = [...last[1], one];
    else months.push([month, [one]]);
  }
  const isMore = shown.length < items.length || next;
  const more = () => {
    const isFolded = shown.length < items.length;
    host.fitting = Number.POSITIVE_INFINITY;
    host.requestUpdate();
    if (!isFolded) void data.more();
  };
  return html`<div class="list">
    ${months.map(
      ([month, some]) =>
        html`<h4>${month}</h4>
          <ul role="list">${some.map((one) => movement(host, data, one, words))}</ul>`,
    )}
    ${hasMoreFailed ? html`<p role="alert">${words.t('walletMoreFailed')}</p>` : nothing}
    ${
      isMore
        ? html`<button type="button" class="plain wide" part="more" aria-disabled=${isLoadingMore} aria-busy=${isLoadingMore} @click=${() => isLoadingMore || more()}>${words.t('walletMore')}</button>`
        : nothing
    }
  </div>`;
}

/** Figures and movements. */
export function wallet(host: PointsHost, words: Words): TemplateResult {
  const data = host.data!;
  const { available, owed, out, naegong, mall } = data.wallet!;
  const say = (count: number) => amountOf(count, words, mall);
  const save = async () => {
    if (host.isSaving) return;
    try {
      await (await import('./statement.ts')).saveStatement(host);
    } catch {
      // The code could not be loaded: another tap tries again.
    }
  };
  return html`${
    data.isOld
      ? html`<p class="old" role="status"><span>${words.t('walletOld', { time: timesOf(words, mall.timeZone).time(data.at) })}</span>
          <button type="button" class="plain" aria-disabled=${data.isBusy} @click=${() => data.isBusy || void data.ask()}>${words.t('pointsRetry')}</button></p>`
      : nothing
  }
    <div class="now">
      <p aria-live="polite"><span class="muted">${words.t('walletReady')}</span>
        <b class="sum ${data.isOld ? 'faded' : ''}" part="balance">${say(available)}</b></p>
      ${
        out.possible
          ? html`<button type="button" class="plain" aria-haspopup="dialog" aria-disabled=${available < 1} @click=${() => available > 0 && void host.open({ kind: 'out' })}>${words.t('walletOut')}</button>`
          : nothing
      }
    </div>
    ${owed > 0 ? html`<p class="owed">${words.t('walletOwed', { amount: say(owed) })}</p>` : nothing}
    ${figures(data.wallet!, words)}
    ${naegong.rate > 0 ? html`<p class="muted small">${words.t('walletNaegong', { amount: say(naegong.rate), cap: say(naegong.dailyCap) })}</p>` : nothing}
    <div class="head">
      <h3>${words.t('walletList')}</h3>
      ${
        data.items.length
          ? html`<button type="button" class="link" aria-label=${words.t('walletSaveLabel')} aria-disabled=${host.isSaving} aria-busy=${host.isSaving} @click=${save}>${words.t('walletSave')}</button>`
          : nothing
      }
    </div>
    ${list(host, data, words)}`;
}
