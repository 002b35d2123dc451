import { createTransport } from 'nodemailer';
import { SECOND } from '../clock.ts';

/** A mail as it leaves: whole, and the same at each try. */
export interface Letter {
  to: string;
  /** Whose mail it is, as people read it; the address is the service's own. */
  fromName: string;
  subject: string;
  text: string;
  html: string;
  /** With its angle brackets. */
  messageId: string;
  headers: Readonly<Record<string, string>>;
}

export interface Mailer {
  /** @throws MailFailure */
  send(letter: Letter): Promise<void>;
  close(): void;
}

/**
 * A mail that was not taken. It tells neither the address nor what the server said, which may repeat the address: it ends
 * in a log.
 */
export class MailFailure extends Error {
  readonly code: string;
  /** The server refuses this mail for good: another try would be refused too. */
  readonly isFinal: boolean;

  constructor(code: string, response: number | undefined, isFinal: boolean) {
    super(`mail was not taken: ${code}${response === undefined ? '' : ` ${response}`}`);
    this.code = code;
    this.isFinal = isFinal;
  }
}

/** A server that says nothing for so long is not there. */
const PATIENCE_MS = 10 * SECOND;
/** Connections that are kept open to the server. */
export const MAIL_WIDTH = 4;

/**
 * Mail by SMTP.
 *
 * @param url `smtp://name:password@host:587` or `smtps://...`
 * @param from the address that mail comes from
 */
export function openMailer(url: string, from: string): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: MAIL_WIDTH,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: 3 * PATIENCE_MS,
    // Everything is in the letter itself: no file of this machine and nothing from elsewhere goes along.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, fromName, subject, text, html, messageId, headers }) {
      try {
        await transport.sendMail({
          from: { name: fromName, address: from },
          // As an object: a name or a second address cannot hide in it.
          to: { name: '', address: to },
          subject,
          text,
          html,
          messageId,
          headers: { ...headers },
        });
      } catch (error) {
        const { code = 'EUNKNOWN', responseCode } = error as { code?: string; responseCode?: number };
        const ofThisMail = code === 'EENVELOPE' || code === 'EMESSAGE';
        throw new MailFailure(code, responseCode, ofThisMail && (responseCode ?? 0) >= 500);
      }
    },
    close: () => transport.close(),
  };
}
