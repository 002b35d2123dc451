import { html } from 'hono/html';

/** The variables of every example, and how a shopper's token is signed: it runs as it stands. */
const beginning = `MALL=shop1
KEY=dgk_...      # told once by \`dangol mall add\`; stays in the mall's backend
SECRET=dgss_...  # signs who a shopper is; stays there too
ONCE=A-1001-changed-at-1780000000  # any unique text; the same when a request is tried again

# TOKEN: a JWT (HS256) of at most 24 hours. sub is the mall's own id of the shopper.
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
NOW=$(date +%s)
HEAD=$(printf '{"alg":"HS256","typ":"JWT"}' | base64url)
CLAIMS=$(printf '{"sub":"member-42","name":"김민수","aud":"%s","iat":%d,"exp":%d}' "$MALL" "$NOW" $((NOW + 3600)) | base64url)
TOKEN=$HEAD.$CLAIMS.$(printf '%s' "$HEAD.$CLAIMS" | openssl dgst -sha256 -hmac "$SECRET" -binary | base64url)`;

/** What holds for every request, in as few lines as it takes. */
export function introduction(publicUrl: string) {
  return html`<pre>${beginning}

curl "${publicUrl}/v1/$MALL/me" -H "Authorization: Bearer $TOKEN"</pre>
<ul>
<li><b>Who asks.</b> A mall's backend sends its key and no Origin. A shopper's page sends the shopper's token, or that of a session
(<a href="#openSession">openSession</a> for a signed id, <a href="#openGuestSession">openGuestSession</a> for a guest). What everybody may read needs neither.</li>
<li><b>Units.</b> Times are milliseconds since 1970 (in a JWT, seconds). Money is a whole number of the currency's smallest unit:
12900 is 12,900 won, or 129.00 dollars. Length is counted in characters as people see them.</li>
<li><b>Once.</b> A POST with an <code>Idempotency-Key</code> is done once: the same again within 24 hours gets the same answer and
<code>Idempotency-Replayed: true</code>; with another body it is <a href="#problem-key-reused"><code>key-reused</code></a>.</li>
<li><b>Pages.</b> A list answers <code>items</code> and <code>next</code>: send that back as <code>?cursor=</code> until it is null.</li>
<li><b>Pace.</b> <code>RateLimit</code> headers say what is left; after a 429 or 503 wait for <code>Retry-After</code> seconds.</li>
<li><b>Failure.</b> <code>application/problem+json</code> with a <code>code</code> from a <a href="#problems">closed list</a>:
<pre>{"type": "/docs#problem-bad-input", "title": "...", "status": 400, "code": "bad-input",
 "fields": [{"path": "orders.0.lines", "message": "each line once"}]}</pre></li>
</ul>`;
}
