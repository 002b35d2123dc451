import { defineOnce } from '../core/define.ts';
import { DangolPoints } from './points.ts';

/** Gives the tag its class, for the loader. */
export const define = (): void => defineOnce('dangol-points', DangolPoints);
