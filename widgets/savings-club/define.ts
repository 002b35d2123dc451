import { defineOnce } from '../core/define.ts';
import { DangolSavingsClub } from './savings-club.ts';

/** Gives the tag its class, for the loader. */
export const define = (): void => defineOnce('dangol-savings-club', DangolSavingsClub);
