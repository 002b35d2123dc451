import { defineOnce } from '../core/define.ts';
import { DangolWishButton } from './wish-button.ts';

/** Gives the tag its class, for the loader. */
export const define = (): void => defineOnce('dangol-wish-button', DangolWishButton);
