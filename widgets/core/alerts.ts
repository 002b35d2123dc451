import type { z } from '@hono/zod-openapi';
import type { Alert, Alerts as AlertsAnswer, PutAlert } from '../../server/community/alerts/contract.ts';
import type { Channel, Channels, Purpose } from '../../server/community/inbox/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import { newAct } from './act.ts';
import type { MallSide } from './page.ts';
import type { Words } from './words.ts';

/** A widget from which somebody says what they want to be told. */
export interface ReachWidget extends HTMLElement {
  readonly side: MallSide | undefined;
  readonly words: Words | undefined;
}

/** What the sheets about how somebody is reached (parts/channels.ts) need of the widget they open over. */
export interface Reach {
  /** Where a sheet is put. */
  readonly root: ShadowRoot;
  readonly words: Words;
  /** Who sends: its name, and its currency where a product has none of its own. */
  mall(): Promise<Pick<PublicMall, 'name' | 'currency'>>;
  channels(): Promise<Channels>;
  /** Sends a code to an address. */
  putMail(address: string): Promise<Channels>;
  confirmMail(code: string): Promise<Channels>;
  removeMail(): Promise<Channels>;
  putConsent(purpose: Purpose, channel: Channel, given: boolean): Promise<Channels>;
}

/** The same, and the alerts of products (parts/alert-sheet.ts). */
export interface Alerts extends Reach {
  /** What is asked for now; nothing: nothing is. */
  alert(product: string): Promise<Alert | undefined>;
  putAlert(alert: z.infer<typeof PutAlert>): Promise<void>;
}

/** Asks the service, for a widget that has its mall and its words. Who asks is a guest at least: they want something. */
export function reachOf(widget: ReachWidget, root = widget.shadowRoot!): Reach {
  const { client } = widget.side!;
  const words = widget.words!;
  const { lang } = words;
  const as = 'writer';
  const channels = () => client.get<Channels>('me/channels', { as, lang, fresh: true });
  // What it is now is asked for after each change: one place says it all.
  const change = async (method: string, path: string, body?: object): Promise<Channels> => {
    await client.request(method, path, {
      as,
      lang,
      ...(body && { body }),
      ...(method === 'POST' && { act: newAct() }),
    });
    return channels();
  };
  return {
    root,
    words,
    mall: () => client.get<PublicMall>('mall', { as: 'signed', lang }),
    channels,
    putMail: (address) => change('PUT', 'me/channels/mail', { address, language: lang }),
    confirmMail: (code) => change('POST', 'me/channels/mail/confirm', { code }),
    removeMail: () => change('DELETE', 'me/channels/mail'),
    putConsent: (purpose, channel, given) => change('PUT', 'me/consents', { purpose, channel, given }),
  };
}

/** Asks the service about alerts too. */
export function alertsOf(widget: ReachWidget): Alerts {
  const { client } = widget.side!;
  const { lang } = widget.words!;
  return {
    ...reachOf(widget),
    alert: async (product) =>
      (
        await client.get<AlertsAnswer>('me/alerts', {
          query: { product },
          as: 'writer',
          lang,
          fresh: true,
        })
      ).items.find((one) => one.product === product),
    putAlert: async (body) => {
      await client.request('PUT', 'me/alerts', { as: 'writer', lang, body });
    },
  };
}
