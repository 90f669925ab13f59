// What an AsyncAPI 3.0 document says of a channel's messages: headers and payload of each, by JSON Schema.

import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

function resolved (document, reference) {
  return reference
    .slice(2)
    .split('/')
    .reduce((part, name) => part[name.replaceAll('~1', '/').replaceAll('~0', '~')], document)
}

/** Answers, for headers and bytes of a message, with the `event` or with the `fault` that it has. */
export function validatorOf (document, channel) {
  const ajv = new Ajv2020({ strict: false, allErrors: false })
  addFormats(ajv)
  ajv.addSchema({ $id: 'asyncapi', ...document })
  const checks = new Map()
  for (const [name, { $ref: reference }] of Object.entries(document.channels[channel].messages)) {
    const message = resolved(document, reference)
    const at = reference.slice(1)
    checks.set(message.name ?? name, {
      headers: ajv.compile({ $ref: `asyncapi#${at}/headers` }),
      payload: ajv.compile({ $ref: `asyncapi#${at}/payload` })
    })
  }

  return (headers, bytes) => {
    const check = checks.get(headers.get('ce_type'))
    if (!check) return { fault: `the event type ${headers.get('ce_type')} is not in the document` }
    if (!check.headers(Object.fromEntries(headers))) return { fault: ajv.errorsText(check.headers.errors) }
    let event
    try {
      event = JSON.parse(bytes.toString('utf8'))
    } catch (error) {
      return { fault: `no JSON: ${error.message}` }
    }
    return check.payload(event) ? { event } : { fault: ajv.errorsText(check.payload.errors) }
  }
}
