import { readFileSync } from 'node:fs';
import type { z } from '@hono/zod-openapi';
import { PatchSettings } from '../mall/malls/contract.ts';
import { LEVEL_PRESETS } from '../mall/malls/levels.ts';
import { toOrigin } from '../mall/malls/rules.ts';
import { type Io, UsageError } from './command.ts';
import { complaint } from './settings-words.ts';

/** What a change of settings may say. */
export type SettingsPatch = z.infer<typeof PatchSettings>;

/**
 * Reads `limits.reviewTextMin=10 looks.accent=#336699 attributes=@attributes.json`: a value is JSON where it can be, else
 * text; `@file` is what that file holds; `reputation.levels=nineteen` is a ready set of levels.
 */
export function readPatch(pairs: readonly string[]): SettingsPatch {
  const patch: Record<string, unknown> = {};
  for (const pair of pairs) {
    const cut = pair.indexOf('=');
    if (cut < 1) throw new UsageError(`"${pair}": write a setting as key=value.`);
    const path = pair.slice(0, cut).split('.');
    const [first = ''] = path;
    if (path.length > DEEPEST || path.includes('') || path.includes('__proto__'))
      throw new UsageError(`"${pair.slice(0, cut)}" is no setting.`);
    const text = pair.slice(cut + 1);
    const value = pair.slice(0, cut) === 'reputation.levels' ? readLevels(text) : readValue(first, text);
    put(patch, path, value);
  }
  return checkPatch(patch);
}

/** `points.budgets.order` is as deep as settings go. */
const DEEPEST = 3;

function put(
  into: Record<string, unknown>,
  [first = '', ...deeper]: readonly string[],
  value: unknown,
): void {
  if (deeper.length === 0) {
    into[first] = value;
    return;
  }
  const inner = { ...(Object.hasOwn(into, first) ? (into[first] as object) : {}) };
  put(inner, deeper, value);
  into[first] = inner;
}

/** @throws UsageError that names the first wrong setting */
export function checkPatch(patch: Record<string, unknown>): SettingsPatch {
  const parsed = PatchSettings.safeParse(patch);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(issue ? complaint(issue) : 'wrong settings.');
}

/** A ready set of levels by its name, or a list as any other value is given. */
function readLevels(text: string): unknown {
  return Object.hasOwn(LEVEL_PRESETS, text)
    ? LEVEL_PRESETS[text as keyof typeof LEVEL_PRESETS]
    : readValue('reputation', text);
}

function readValue(name: string, text: string): unknown {
  let source = text;
  if (text.startsWith('@')) {
    try {
      source = readFileSync(text.slice(1), 'utf8');
    } catch {
      throw new UsageError(`${name}: the file ${text.slice(1)} cannot be read.`);
    }
  }
  try {
    return JSON.parse(source);
  } catch {
    return source;
  }
}

/** The origins of some addresses, each once. Says so when an address named more than its origin. */
export function readOrigins(texts: readonly string[], io: Io): string[] {
  return [
    ...new Set(
      texts.map((text) => {
        const origin = toOrigin(text);
        if (!origin)
          throw new UsageError(`--origin: "${text}" is no web origin; write it like https://shop.example.`);
        if (!io.json && new URL(text).href !== `${origin}/`)
          io.note(`${text}: only the origin counts, ${origin}`);
        return origin;
      }),
    ),
  ];
}

/** A mall's name as typed. */
export function readName(text: string): string {
  const name = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (name.length === 0 || name.length > 100 || /\p{Cc}/u.test(name))
    throw new UsageError('--name: 1 to 100 characters.');
  return name;
}
