import { defineOnce } from '../core/define.ts';
import { DangolRating } from './rating.ts';

/** Gives the tag its class, for the loader. */
export const define = (): void => defineOnce('dangol-rating', DangolRating);
