import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Club, ClubOccasion } from '../../server/community/clubs/contract.ts';
import { newAct } from '../core/act.ts';
import { clubHash } from '../core/club-url.ts';
import { dayAfter, dayText, today } from '../core/days.ts';
import { defineOnce } from '../core/define.ts';
import { Draft } from '../core/draft.ts';
import { ClubChangeEvent } from '../core/events.ts';
import { problemWords } from '../core/problem-words.ts';
import { problemOf } from '../core/problems.ts';
import { safeUrl } from '../core/safe-url.ts';
import { uploadPhoto } from '../core/upload.ts';
import { pick } from '../parts/form-pieces.ts';
import { icon } from '../parts/icons.ts';
import { CAMERA } from '../parts/icons-more.ts';
import { shrinkPhoto } from '../parts/shrink.ts';
import { ClubDialog } from './dialog.ts';
import { sheetStyles } from './sheet-styles.ts';
import {
  bodyOf,
  changed,
  EMOJIS,
  emojiOf,
  goalOf,
  newClub,
  OCCASIONS,
  payoutOf,
  type Written,
  writtenOf,
  wrongIn,
} from './written.ts';

/** Goals that are proposed: points are worth a won each, or else as much as a cent. */
const GOALS = [30_000, 50_000, 100_000, 300_000] as const;
const GOALS_ELSEWHERE = [1_000, 3_000, 5_000, 10_000] as const;
/** The day that is proposed, and the last one that may be chosen. */
const DAYS = 30;
const DAYS_MOST = 730;

/** Opens a club, or changes one: a few things first, the rest where who wants more finds it. */
export class ClubForm extends ClubDialog {
  static override properties: PropertyDeclarations = {
    ...ClubDialog.properties,
    isNew: { attribute: false },
    written: { state: true },
    hasTried: { state: true },
    sending: { state: true },
  };
  static override styles = sheetStyles;

  declare isNew: boolean;
  declare private written: Written;
  declare private hasTried: boolean;
  /** How far the photo is, 0 to 1; nothing is on its way. */
  declare private sending: number | undefined;
  #draft: Draft<Written> | undefined;
  #club: Club | undefined;

  constructor() {
    super();
    this.isNew = false;
    this.hasTried = false;
  }

  protected override willUpdate(): void {
    if (this.#draft) return;
    const { host } = this;
    const club = this.isNew ? undefined : this.page.club;
    this.#club = club;
    this.#draft = new Draft(host.side!.session, club?.id ?? 'new', 'club-form', String(club?.version ?? ''));
    this.written =
      this.#draft.read() ??
      (club ? writtenOf(club) : newClub(dayAfter(today(host.data.mall?.timeZone), DAYS)));
  }

  #write(change: Partial<Written>): void {
    this.written = { ...this.written, ...change };
    this.#draft!.write(this.written);
  }

  /** Somebody has given: what they gave for stays. */
  get #isFixed(): boolean {
    return !!this.#club && (this.#club.raised ?? 0) > 0;
  }

  get #days(): { first: string; last: string } {
    const now = today(this.host.data.mall?.timeZone);
    const first = this.#isFixed ? this.#club!.endsOn : dayAfter(now, 1);
    return { first, last: dayAfter(now, DAYS_MOST) };
  }

  #save = (event: Event) => {
    event.preventDefault();
    this.hasTried = true;
    const wrong = wrongIn(this.written, this.#days);
    if (wrong) {
      if (wrong === 'occasionText') this.renderRoot.querySelector('details')!.open = true;
      this.renderRoot.querySelector<HTMLElement>(`#${wrong}`)?.focus();
      return;
    }
    if (this.sending !== undefined) {
      this.problem = this.words.t('uploadsRunning');
      return;
    }
    return this.run(async () => {
      const { host, words, written } = this;
      const { data } = host;
      const club = this.#club;
      if (!club) {
        const made = await data.send<{ id: string } | { club: { id: string } }>(
          'POST',
          'clubs',
          bodyOf(written),
          this.act,
        );
        const id = 'club' in made ? made.club.id : made.id;
        this.#draft!.clear();
        this.close();
        location.hash = clubHash(id);
        host.notify(words.t('clubMade'), [
          { label: words.t('clubInvite'), run: () => void host.open({ kind: 'invite' }) },
        ]);
        return;
      }
      const body = { ...changed(written, writtenOf(club)), version: club.version };
      try {
        await data.send('PATCH', `clubs/${club.id}`, body);
      } catch (error) {
        if (problemOf(error).code !== 'changed-meanwhile') throw error;
        await data.refresh();
        this.#club = data.page?.club ?? club;
        this.problem = words.t('changedMeanwhile');
        return;
      }
      this.#draft!.clear();
      this.close();
      await data.refresh();
      if (data.page) host.dispatchEvent(new ClubChangeEvent({ id: club.id, club: data.page.club }));
      host.notify(words.t('clubSaved'));
    });
  };

  #photo = async (event: Event) => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    // The same file may be picked again after it was taken away.
    input.value = '';
    if (!file || this.sending !== undefined) return;
    const { host, words } = this;
    this.sending = 0;
    this.problem = '';
    try {
      const photo = await uploadPhoto(host.side!, await shrinkPhoto(file), {
        alt: '',
        act: newAct(),
        lang: words.lang,
        progress: (share) => {
          this.sending = share;
        },
      });
      this.#write({ photo: { id: photo.id, small: photo.small } });
    } catch (error) {
      this.problem = problemWords(words, problemOf(error));
    } finally {
      this.sending = undefined;
    }
  };

  #field(
    id: 'name' | 'goal' | 'personName' | 'occasionText',
    options: {
      label: string;
      hint?: string;
      placeholder?: string;
      wrong: string;
      isFixed?: boolean;
      mode?: string;
    },
  ): TemplateResult {
    const { label, hint = '', placeholder = '', wrong, isFixed = false, mode = 'text' } = options;
    return html`<label class="label" for=${id}>${label}</label>
      <input
        id=${id}
        dir="auto"
        autocomplete="off"
        inputmode=${mode}
        placeholder=${placeholder}
        class=${isFixed ? 'fixed' : ''}
        ?readonly=${isFixed}
        aria-invalid=${!!wrong}
        aria-describedby="${id}-hint ${id}-problem"
        .value=${id === 'goal' && goalOf(this.written.goal) ? this.words.number(goalOf(this.written.goal)) : this.written[id]}
        @input=${(event: Event) => this.#write({ [id]: (event.target as HTMLInputElement).value })}
      />
      <p id="${id}-hint" class="hint">${hint}</p>
      <p id="${id}-problem" class="problem small" role="alert">${wrong}</p>`;
  }

  #picks<Key extends string>(
    name: 'visibility' | 'amounts' | 'payout' | 'ifShort',
    legend: string,
    keys: readonly Key[],
    now: Key,
    isFixed = false,
  ): TemplateResult {
    const { words } = this;
    return html`<fieldset ?disabled=${isFixed} class=${isFixed ? 'fixed' : ''}>
      <legend>${legend}</legend>
      ${keys.map((key) =>
        pick({
          name,
          value: key,
          label: words.t(`club_${name}_${key}` as 'club_payout_person'),
          hint: words.t(`club_${name}_${key}_hint` as 'club_payout_person_hint'),
          isOn: now === key,
          onPick: () => this.#write({ [name]: key }),
        }),
      )}
    </fieldset>`;
  }

  #cover(): TemplateResult {
    const { words, written, sending } = this;
    const now = emojiOf(written);
    const emojis = (EMOJIS as readonly string[]).includes(now) ? EMOJIS : [now, ...EMOJIS];
    const small = safeUrl(written.photo?.small);
    return html`<fieldset>
      <legend>${words.t('clubCover')}</legend>
      <div class="emojis">
        ${emojis.map(
          (emoji) =>
            html`<label><input type="radio" name="emoji" value=${emoji} aria-label=${emoji} .checked=${!written.photo && emoji === now} @change=${() => this.#write({ emoji, photo: null })} />${emoji}</label>`,
        )}
        <label class="photo"
          ><input type="file" accept="image/*" aria-label=${words.t('clubPhoto')} @change=${this.#photo} />${small ? html`<img src=${small} alt="" />` : icon(CAMERA)}<span class="small"
            >${sending === undefined ? words.t(written.photo ? 'clubPhotoOther' : 'clubPhoto') : words.t('clubPhotoSending', { count: Math.round(sending * 100) })}</span
          ></label
        >
      </div>
    </fieldset>`;
  }

  #first(wrong: string): TemplateResult {
    const { words, written, host } = this;
    const days = this.#days;
    const isFixed = this.#isFixed;
    const goal = goalOf(written.goal);
    const { mall } = host.data;
    const goals = mall && mall.currency !== 'KRW' ? GOALS_ELSEWHERE : GOALS;
    return html`<div>
        ${this.#field('name', { label: words.t('clubName'), placeholder: words.t('clubNameHint'), wrong: wrong === 'name' ? words.t(written.name.trim() ? 'clubNameLong' : 'clubNameMissing') : '' })}
      </div>
      <fieldset>
        <legend>${words.t('clubOccasion')}</legend>
        <div class="short">
          ${(Object.keys(OCCASIONS) as ClubOccasion[]).map((key) =>
            pick({
              name: 'occasion',
              value: key,
              label: words.t(`clubOccasion_${key}`),
              isOn: written.occasion === key,
              onPick: () => this.#write({ occasion: key }),
            }),
          )}
        </div>
      </fieldset>
      <div>
        ${this.#field('goal', { label: words.t('clubGoal'), hint: isFixed ? words.t('clubFixed') : goal ? host.points(goal) : '', placeholder: words.number(goals[2]), mode: 'numeric', isFixed, wrong: wrong === 'goal' ? words.t('clubGoalMissing') : '' })}
        ${
          isFixed
            ? nothing
            : html`<div class="quick">${goals.map((one) => html`<button type="button" class="plain" aria-pressed=${goal === one} @click=${() => this.#write({ goal: String(one) })}>${host.points(one)}</button>`)}</div>`
        }
      </div>
      <div class="two-fields">
        <div>
          <label class="label" for="endsOn">${words.t('clubDay')}</label>
          <input
            id="endsOn"
            type="date"
            min=${days.first}
            max=${days.last}
            aria-invalid=${wrong === 'endsOn'}
            aria-describedby="endsOn-hint endsOn-problem"
            .value=${written.endsOn}
            @input=${(event: Event) => this.#write({ endsOn: (event.target as HTMLInputElement).value })}
          />
          <p id="endsOn-hint" class="hint">${written.endsOn ? words.t('clubDayHint', { date: dayText(written.endsOn, words.lang) }) : ''}</p>
          <p id="endsOn-problem" class="problem small" role="alert">${wrong === 'endsOn' ? words.t(isFixed ? 'clubDayLater' : 'clubDayMissing') : ''}</p>
        </div>
        <div>
          ${this.#field('personName', { label: words.t('clubForWhom'), hint: words.t('clubForWhomHint'), wrong: wrong === 'personName' ? words.t('textLong', { count: 40 }) : '' })}
        </div>
      </div>
      ${
        written.personName.trim() || written.secretUntil
          ? html`<label class="pick"
              ><input type="checkbox" .checked=${!!written.secretUntil} @change=${(event: Event) => this.#write({ secretUntil: (event.target as HTMLInputElement).checked ? written.endsOn : null })} /><span
                ><b>${words.t('clubSecretLabel')}</b><span>${written.secretUntil ? words.t('clubSecretTill', { date: dayText(written.secretUntil, words.lang) }) : words.t('clubSecretHint')}</span></span
              ></label
            >`
          : nothing
      }
      ${this.#cover()}`;
  }

  override render() {
    const { words, busy, written } = this;
    const club = this.#club;
    const wrong = this.hasTried ? wrongIn(written, this.#days) : '';
    const isFixed = this.#isFixed;
    return html`<dangol-part-sheet .open=${true} .words=${words} .heading=${words.t(club ? 'clubChange' : 'clubNewTitle')} .busy=${busy} @dangol-part-sheet-close=${this.close}>
      <form id="form" novalidate @submit=${this.#save}>
        ${this.#first(wrong)}
        <details ?open=${!!club}>
          <summary>${words.t('clubMoreFields')}</summary>
          <div>
            <div>${this.#field('occasionText', { label: words.t('clubOwnWords'), placeholder: words.t('clubOwnWordsHint'), wrong: wrong === 'occasionText' ? words.t('textLong', { count: 40 }) : '' })}</div>
            ${
              written.secretUntil
                ? html`<div><label class="label" for="secretUntil">${words.t('clubSecretDay')}</label><input id="secretUntil" type="date" .value=${written.secretUntil} @change=${(event: Event) => this.#write({ secretUntil: (event.target as HTMLInputElement).value || null })} /></div>`
                : nothing
            }
            ${this.#picks('payout', words.t('clubPayout'), ['person', 'shares', 'coupon'], payoutOf(written), isFixed)}
            ${this.#picks('ifShort', words.t('clubIfShort'), ['refund', 'give'], written.ifShort, isFixed)}
            ${this.#picks('visibility', words.t('clubSee'), ['members', 'link'], written.visibility)}
            ${written.visibility === 'link' ? this.#picks('amounts', words.t('clubAmounts'), ['members', 'everyone'], written.amounts) : nothing}
            <label class="pick"
              ><input type="checkbox" .checked=${written.commentsOpen} @change=${(event: Event) => this.#write({ commentsOpen: (event.target as HTMLInputElement).checked })} /><span
                ><b>${words.t('clubTalkOpen')}</b><span>${words.t('clubTalkHint')}</span></span
              ></label
            >
          </div>
        </details>
        <p class="problem" role="alert">${this.problem}</p>
      </form>
      <div slot="footer" class="two end">
        <button type="button" class="plain" aria-disabled=${busy} @click=${() => busy || this.close()}>${words.t('cancel')}</button>
        <button form="form" class="main" aria-disabled=${busy}>${words.t(busy ? 'sending' : club ? 'save' : 'clubStart')}</button>
      </div>
    </dangol-part-sheet>`;
  }
}

defineOnce('dangol-club-form', ClubForm);

declare global {
  interface HTMLElementTagNameMap {
    'dangol-club-form': ClubForm;
  }
}
