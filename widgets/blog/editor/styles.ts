import { css } from 'lit';
import { formStyles } from '../../parts/form-styles.ts';

export const editorStyles = [
  ...formStyles,
  css`
    dangol-part-sheet::part(card) {
      inline-size: min(100%, 680px);
      block-size: 100%;
      max-block-size: min(100%, 920px);
    }
    form {
      gap: 24px;
    }
    .again {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 8px 16px;
      padding: 12px 14px;
      border-radius: var(--d-radius);
      background: var(--d-raised);
    }
    .again .two {
      margin-inline-start: auto;
    }
    .media {
      position: relative;
      display: grid;
      gap: 12px;
      grid-template-columns: minmax(0, 1fr);
    }
    .media h3 {
      margin-block-end: -4px;
    }
    .media .hint {
      margin: 0;
    }
    .over {
      outline: 2px dashed var(--d-accent);
      outline-offset: 6px;
      border-radius: var(--d-radius);
    }
    .panel {
      display: grid;
      gap: 10px;
      grid-template-columns: minmax(0, 1fr);
      padding: 12px;
      border: 1px solid var(--d-line);
      border-radius: calc(var(--d-radius) * 1.2);
    }
    .tools {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px;
    }
    .tools button {
      display: inline-flex;
      align-items: center;
      justify-content: center;
      gap: 6px;
      min-inline-size: 44px;
      min-height: 44px;
    }
    .tools .tag {
      padding-inline: 14px;
      border: 1px solid var(--d-edge);
      border-radius: 22px;
      font-weight: 600;
    }
    .tools .end-tools {
      display: flex;
      margin-inline-start: auto;
    }
    .tools .end-tools button {
      color: var(--d-muted);
    }
    .marks li {
      display: flex;
      align-items: center;
      gap: 10px;
    }
    .marks li + li {
      border-block-start: 1px solid var(--d-line);
    }
    .marks b {
      display: grid;
      flex: none;
      place-content: center;
      inline-size: 24px;
      block-size: 24px;
      border-radius: 50%;
      background: var(--d-text);
      color: var(--d-surface);
      font-size: 12px;
    }
    .marks .to {
      flex: 1;
      min-inline-size: 0;
      min-height: 44px;
      padding-inline: 0;
      overflow: hidden;
      text-align: start;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .marks .off {
      display: grid;
      place-content: center;
      min-inline-size: 44px;
      min-height: 44px;
      padding: 0;
      color: var(--d-muted);
    }
    .trouble {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
    }
    .pickfile {
      position: relative;
      display: inline-flex;
      align-items: center;
      min-height: 44px;
      padding: 0 1.3em;
      border: 1px solid var(--d-edge);
      border-radius: var(--d-radius);
      font-weight: 500;
      cursor: pointer;
    }
    .pickfile:has(:focus-visible) {
      outline: 2px solid var(--d-focus);
      outline-offset: 2px;
    }
    .pickfile input:not([type='radio'], [type='checkbox']) {
      position: absolute;
      inset: 0;
      inline-size: 100%;
      min-height: 0;
      padding: 0;
      opacity: 0;
      cursor: pointer;
      font-size: 0;
    }
    textarea {
      min-height: 9em;
      max-height: 32em;
      line-height: 1.7;
    }
    .told {
      padding: 12px 14px;
      border: 1px solid var(--d-line);
      border-radius: var(--d-radius);
      background: var(--d-raised);
    }
    .told b {
      display: block;
      margin-block-start: 4px;
      font-weight: 600;
    }
    .end {
      display: grid;
      gap: 8px;
    }
    .end .two {
      flex-wrap: nowrap;
    }
    .end .two button {
      flex: 0 1 auto;
    }
    .wait {
      min-block-size: 320px;
    }
  `,
];
