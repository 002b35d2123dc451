import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { until } from './ground.ts';

/** A mail as it arrived. */
export interface Mail {
  to: string;
  from: string;
  /** All of it, as bytes in a text. */
  raw: string;
  parsed: Email;
  header(name: string): string | undefined;
  /** Text and HTML. */
  text: string;
  html: string;
}

/** A mail server that keeps what it is given and can be made to refuse. */
export async function openMailbox() {
  const mails: Mail[] = [];
  /** What the next ones are answered with, by recipient; nothing: taken. */
  let refuse: (to: string) => { code: number } | undefined = () => undefined;
  let tries = 0;
  let port = 0;
  let server: SMTPServer;

  async function open(): Promise<void> {
    server = new SMTPServer({
      authOptional: true,
      // Those that are kept open for the next mail are cut.
      closeTimeout: 50,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo(address, _session, done) {
        tries++;
        const refusal = refuse(address.address);
        if (!refusal) return done();
        done(Object.assign(new Error(`not for ${address.address}`), { responseCode: refusal.code }));
      },
      onData(stream, session, done) {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', async () => {
          const raw = Buffer.concat(parts);
          const parsed = await PostalMime.parse(raw);
          const { mailFrom, rcptTo } = session.envelope;
          mails.push({
            to: rcptTo.map((one) => one.address).join(' '),
            from: mailFrom ? mailFrom.address : '',
            raw: raw.toString('latin1'),
            parsed,
            header: (name) => parsed.headers.find((one) => one.key === name)?.value,
            text: parsed.text ?? '',
            html: parsed.html ?? '',
          });
          done();
        });
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    port = (server.server.address() as AddressInfo).port;
  }
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  await open();

  const to = (address: string) => mails.filter((one) => one.to === address);
  return {
    mails,
    /** What a service needs to know of it. */
    environment: { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'notices@service.example' },
    to,
    tries: () => tries,
    refuseWith(how: typeof refuse) {
      refuse = how;
    },
    /** Waits until so many mails have come to an address. */
    async waitFor(address: string, count = 1): Promise<Mail> {
      await until(() => to(address).length >= count, `${count} mails to ${address}`, 60_000);
      return to(address)[count - 1] as Mail;
    },
    close,
    /** At the same port, after {@link close}. */
    reopen: open,
  };
}
export type Mailbox = Awaited<ReturnType<typeof openMailbox>>;

/** The code in a mail that confirms an address. */
export const codeIn = (mail: Mail): string => /^\d{6}$/m.exec(mail.text)?.[0] ?? 'no code';
