import { defineOnce } from '../core/define.ts';
import { DangolReviewBoard } from './review-board.ts';

/** Gives the tag its class, for the loader. */
export const define = (): void => defineOnce('dangol-review-board', DangolReviewBoard);
