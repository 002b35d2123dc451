import { defineOnce } from '../core/define.ts';
import { DangolLeaders } from './leaders.ts';

/** Gives the tag its class, for the loader. */
export const define = (): void => defineOnce('dangol-leaders', DangolLeaders);
