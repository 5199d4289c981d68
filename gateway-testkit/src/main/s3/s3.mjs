// A store with the bucket "audit" and the access key S3RVER, secret S3RVER; says its port. Objects lie in the given directory.
import S3rver from '@20minutes/s3rver'

const store = new S3rver({
  port: 0,
  address: '127.0.0.1',
  silent: true,
  directory: process.argv[2],
  configureBuckets: [{ name: 'audit', configs: [] }],
})
const address = await store.run()
console.log(`port ${address.port}`)
process.stdin.on('end', () => process.exit(0)).resume()
