import { defineOnce } from '../core/define.ts';
import { DangolInbox } from './inbox.ts';

/** Gives the tag its class, for the loader. */
export const define = (): void => defineOnce('dangol-inbox', DangolInbox);
