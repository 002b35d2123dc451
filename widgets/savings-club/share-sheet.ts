import { html, nothing, type PropertyDeclarations } from 'lit';
import { defineOnce } from '../core/define.ts';
import { pick } from '../parts/form-pieces.ts';
import { ClubDialog } from './dialog.ts';
import { sheetStyles } from './sheet-styles.ts';

const PERCENTS = [5, 10, 20, 30, 50, 100] as const;

/** A standing share of what my orders earn: chosen by me, never for me, and stopped at any time. */
export class ShareSheet extends ClubDialog {
  static override properties: PropertyDeclarations = { ...ClubDialog.properties, chosen: { state: true } };
  static override styles = sheetStyles;

  declare private chosen: number | undefined;

  #save = (percent: number) =>
    this.run(async () => {
      const { host, words } = this;
      await host.data.send('PUT', `${this.path}/share`, { percent });
      this.close();
      host.notify(percent ? words.t('clubShareSaved', { count: percent }) : words.t('clubShareStopped'));
      await host.data.refresh();
    });

  override render() {
    const { words, busy, chosen } = this;
    const { share } = this.page.me;
    const percents = PERCENTS.some((one) => one === share) || !share ? PERCENTS : [share, ...PERCENTS];
    const now = chosen ?? share;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t('clubShareOff')} .busy=${busy} @dangol-part-sheet-close=${this.close}>
      <div class="sheet">
        <fieldset>
          <legend>${words.t('clubShareQuestion')}</legend>
          <div class="short">
            ${percents.map((percent) =>
              pick({
                name: 'percent',
                value: String(percent),
                label: words.t('clubPercent', { count: percent }),
                isOn: now === percent,
                onPick: () => {
                  this.chosen = percent;
                },
              }),
            )}
          </div>
        </fieldset>
        <p role="status">${now ? words.t('clubShareMeans', { count: now, example: this.host.points(1000), part: this.host.points(now * 10) }) : words.t('clubShareNone')}</p>
        <p class="hint">${words.t('clubShareHint')}</p>
        ${share ? html`<button type="button" class="link grave start" aria-disabled=${busy} @click=${() => void this.#save(0)}>${words.t('clubShareStop')}</button>` : nothing}
        <p class="problem" role="alert">${this.problem}</p>
      </div>
      <div slot="footer" class="two end">
        <button type="button" class="plain" aria-disabled=${busy} @click=${() => busy || this.close()}>${words.t('cancel')}</button>
        <button type="button" class="main" ?disabled=${!chosen || chosen === share} aria-disabled=${busy} @click=${() => chosen && void this.#save(chosen)}>${words.t(busy ? 'sending' : 'clubShareSave')}</button>
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-club-share', ShareSheet);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-club-share': ShareSheet;
  }
}
