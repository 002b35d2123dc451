import type { NoticeKind } from './contract.ts';

/** What the law takes for advertising, although it was asked for. */
export const isAdvertising = (kind: NoticeKind): boolean => kind === 'price-drop' || kind === 'few-left';
