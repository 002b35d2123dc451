import { html, nothing, type TemplateResult } from 'lit';
import type { Leaders } from '../../server/community/reputation/contract.ts';
import type { Words } from '../core/words.ts';
import { avatar } from '../parts/avatar.ts';
import { type Levels, level } from '../parts/level.ts';

export interface PickOptions {
  /** Different for each group of the list. */
  name: string;
  label: string;
  items: readonly (readonly [key: string, label: string])[];
  value: string;
  onPick(key: string): void;
}

/** One of several: native radios, so that arrow keys and screen readers know them. */
export function pick({ name, label, items, value, onPick }: PickOptions): TemplateResult {
  return html`<fieldset class="pick ${name}">
    <legend class="only-heard">${label}</legend>
    ${items.map(
      ([key, text]) =>
        html`<label
          ><input type="radio" name=${name} value=${key} .checked=${key === value} @change=${() => onPick(key)} /><span>${text}</span></label
        >`,
    )}
  </fieldset>`;
}

export type LeaderOptions = Leaders['items'][number] & {
  levels: Levels;
  words: Words;
  isMe: boolean;
  onOpen(): void;
};

/** One line. Its name is the button, and the whole line answers to a finger. */
export function leader({
  place,
  member,
  helped,
  levels,
  words,
  isMe,
  onOpen,
}: LeaderOptions): TemplateResult {
  const { name } = member;
  return html`<li class=${isMe ? 'mine' : ''} part="leader">
    <span class="place ${place <= 3 ? 'first' : ''}" part="place"
      ><span class="only-heard">${words.t('leadersPlace', { place })}</span
      ><span aria-hidden="true">${words.number(place)}</span></span
    >
    ${avatar(member)}
    <div class="who">
      <div class="name">
        <button type="button" aria-haspopup="dialog" @click=${onOpen}><bdi>${name}</bdi>${words.t('named', { name }).slice(name.length)}</button>
        ${level(member, levels, words)} ${isMe ? html`<span class="badge me">${words.t('leadersMe')}</span>` : nothing}
      </div>
      <div class="muted small">${words.t('leadersHelped', { count: helped })}</div>
    </div>
  </li>`;
}

/** As many grey lines as there will be names. */
export function waiting(lines: number, label: string): TemplateResult {
  return html`<div class="waiting" role="status">
    <span class="only-heard">${label}</span>${new Array(lines).fill(html`<i></i>`)}
  </div>`;
}
