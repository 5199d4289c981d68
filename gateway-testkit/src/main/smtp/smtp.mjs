// A mail server that wants TLS and a login (ops, mail-pass-4711); says its port, then each message as one line of JSON.
// node smtp.mjs starttls|tls KEY CERTIFICATE
import { readFileSync } from 'node:fs'
import { SMTPServer } from 'smtp-server'

const [mode, key, cert] = process.argv.slice(2)
const server = new SMTPServer({
  secure: mode === 'tls',
  key: readFileSync(key),
  cert: readFileSync(cert),
  // As servers of today: no login before TLS.
  allowInsecureAuth: false,
  onAuth(auth, session, done) {
    const good = session.secure && auth.username === 'ops' && auth.password === 'mail-pass-4711'
    done(good ? null : new Error('Invalid username or password'), good ? { user: 'ops' } : undefined)
  },
  onData(stream, session, done) {
    const chunks = []
    stream.on('data', chunk => chunks.push(chunk))
    stream.on('end', () => {
      console.log(JSON.stringify({
        user: session.user,
        secure: session.secure,
        from: session.envelope.mailFrom.address,
        to: session.envelope.rcptTo.map(each => each.address),
        data: Buffer.concat(chunks).toString('utf8'),
      }))
      done(null, 'taken')
    })
  },
})
server.on('error', () => {})
server.listen(0, '127.0.0.1', () => console.log(`port ${server.server.address().port}`))
process.stdin.on('end', () => process.exit(0)).resume()
