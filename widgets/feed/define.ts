import { defineOnce } from '../core/define.ts';
import { DangolFeed } from './feed.ts';

export const define = (): void => defineOnce('dangol-feed', DangolFeed);
