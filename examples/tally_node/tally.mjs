// A tally of the incidents that stand, by country and kind. Knows nothing of Tallywire but docs/asyncapi.json.
//
//   node tally.mjs [--document FILE] [--bootstrap HOST:PORT] [--namespace PREFIX] [--follow]

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { Consumer, ListOffsetTimestamps } from '@platformatic/kafka'
import { validatorOf } from './document.mjs'

const CHANNEL = 'wire.incidents.v1'

const { values: told } = parseArgs({
  options: {
    document: { type: 'string', default: fileURLToPath(new URL('../../docs/asyncapi.json', import.meta.url)) },
    bootstrap: { type: 'string', default: process.env.TALLYWIRE_KAFKA_BOOTSTRAP ?? '127.0.0.1:9092' },
    namespace: { type: 'string', default: process.env.TALLYWIRE_NAMESPACE ?? '' },
    follow: { type: 'boolean', default: false }
  }
})

const document = JSON.parse(readFileSync(told.document, 'utf8'))
const validate = validatorOf(document, CHANNEL)
const topic = told.namespace + document.channels[CHANNEL].address
// A tally holds everything in memory, so it begins anew each time: a group of its own, and nothing is committed.
const consumer = new Consumer({
  groupId: `${told.namespace}tally-${randomUUID()}`,
  clientId: 'tally',
  bootstrapBrokers: [told.bootstrap]
})

const newest = new Map() // incident id -> its newest snapshot
const seen = new Set() // writer and event id: what repeats a pair is dropped
let invalid = 0

function take (message) {
  if (message.value === null || message.value === undefined || message.value.length === 0) {
    newest.delete(message.key.toString()) // a tombstone
    return
  }
  const headers = new Map([...message.headers].map(([name, value]) => [name.toString(), value.toString()]))
  const { event, fault } = validate(headers, message.value)
  if (fault) {
    invalid += 1
    console.error(`${topic}[${message.partition}]@${message.offset}: ${fault}`)
    return
  }
  const identity = `${headers.get('ce_source')}\n${headers.get('ce_id')}`
  if (seen.has(identity)) return
  seen.add(identity)
  const before = newest.get(event.incident_id)
  if (!before || event.revision > before.revision) newest.set(event.incident_id, event)
}

function tally () {
  const counts = {}
  for (const incident of newest.values()) {
    if (incident.status !== 'standing' || incident.factuality !== 'occurred') continue
    const country = incident.location?.country ?? 'ZZ'
    counts[country] ??= {}
    counts[country][incident.event_type] = (counts[country][incident.event_type] ?? 0) + 1
  }
  return counts
}

async function left () {
  const ends = await consumer.listOffsets({ topics: [topic], timestamp: ListOffsetTimestamps.LATEST })
  const begins = await consumer.listOffsets({ topics: [topic], timestamp: ListOffsetTimestamps.EARLIEST })
  const partitions = ends.get(topic).map((end, partition) => [partition, end])
  return new Map(partitions.filter(([partition, end]) => end > begins.get(topic)[partition]))
}

const ends = await left()
const stream = await consumer.consume({ topics: [topic], mode: 'earliest', autocommit: false, maxWaitTime: 500 })
process.once('SIGINT', () => stream.close())
process.once('SIGTERM', () => stream.close())
if (told.follow || ends.size > 0) {
  for await (const message of stream) {
    take(message)
    if (message.offset + 1n >= (ends.get(message.partition) ?? 0n)) ends.delete(message.partition)
    if (ends.size === 0 && !told.follow) break
  }
}
await consumer.close(true)

console.log(JSON.stringify({ tally: tally(), incidents: newest.size, events: seen.size, invalid }))
process.exitCode = invalid ? 1 : 0
