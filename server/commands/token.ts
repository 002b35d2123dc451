import { SignJWT } from 'jose';
import { OutsideId } from '../mall/shoppers/contract.ts';
import { mallSecret } from '../mall/shoppers/tokens.ts';
import { type Command, CommandError, UsageError } from './command.ts';
import { mallOrStop, withServices } from './open.ts';

export const token: Command = {
  about:
    "Signs a shopper's token as the mall's own backend would, for trying things out. Only the token goes to stdout.",
  places: ['MALL'],
  options: {
    shopper: { type: 'string', value: 'ID', required: true, help: "The mall's own id of the shopper" },
    name: { type: 'string', value: 'NAME', help: 'Their name; others see it masked' },
    hours: { type: 'string', value: 'N', help: 'How long it is good, up to 24; 1 when not given' },
  },
  example:
    'curl -H "Authorization: Bearer $(dangol token shop1 --shopper u1)" http://localhost:8787/v1/shop1/me',
  async run(input, io) {
    const shopper = OutsideId.safeParse(input.text('shopper'));
    if (!shopper.success) {
      const [issue] = shopper.error.issues;
      throw new UsageError(
        `--shopper: ${issue?.code === 'custom' ? issue.message : '1 to 128 characters, none of control'}.`,
      );
    }
    const hours = Number(input.text('hours') ?? '1');
    if (!(hours > 0 && hours <= 24)) throw new UsageError('--hours: a number above 0, at most 24.');
    const name = input.text('name');
    if (name !== undefined && name.length > 100) throw new UsageError('--name: at most 100 characters.');
    return withServices(io, { create: false }, async ({ services }) => {
      const mall = await mallOrStop(services.database.db, input.place(0));
      if (mall.settings.keySet)
        throw new CommandError(
          `${mall.id} signs with keys of its own (keySet), which are not here: let its backend sign.`,
        );
      const now = Math.floor(services.now() / 1000);
      const until = now + Math.round(hours * 3600);
      const signed = await new SignJWT({
        sub: shopper.data,
        aud: mall.id,
        iat: now,
        exp: until,
        ...(name && { name }),
      })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .sign(Buffer.from(mallSecret(services.secrets, mall.id, mall.secretVersion)));
      const goodUntil = new Date(until * 1000).toISOString();
      if (!io.json) io.note(`A token for shopper ${shopper.data} of ${mall.id}, good until ${goodUntil}:`);
      return {
        text: [signed],
        json: { mall: mall.id, shopper: shopper.data, token: signed, until: until * 1000 },
      };
    });
  },
};
