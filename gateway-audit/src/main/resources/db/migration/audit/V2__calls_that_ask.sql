-- A round that asked something and got no other round after it shows as abandoned, with the reason.
CREATE OR REPLACE VIEW audit.call AS
SELECT asked.at, asked.call_id, asked.round, asked.principal_kind, asked.issuer, asked.subject, asked.client_id,
       asked.agent, asked.owner, asked.bundle, asked.virtual_server, asked.upstream, asked.tool, asked.upstream_tool,
       asked.method, asked.decision, asked.reasons,
       COALESCE(given_up.outcome, ended.outcome, asked.outcome) AS outcome,
       COALESCE(given_up.detail, ended.detail, asked.detail) AS detail,
       ended.duration_us, asked.argument_sha256, asked.argument_bytes, ended.result_sha256, ended.result_bytes,
       asked.payload AS arguments, ended.payload AS result, asked.peer, asked.trace_parent, asked.protocol_version,
       asked.gateway_id
FROM audit.event asked
LEFT JOIN audit.event ended
       ON ended.type = 'call_completed' AND ended.call_id = asked.call_id AND ended.round = asked.round
      AND ended.gateway_id = asked.gateway_id
LEFT JOIN audit.event given_up
       ON given_up.type = 'call_abandoned' AND given_up.call_id = asked.call_id AND given_up.round = asked.round
      AND given_up.gateway_id = asked.gateway_id
WHERE asked.type IN ('call_attempted', 'call_refused');

COMMENT ON COLUMN audit.event.tool IS 'The name the client used: of a tool or a prompt, or the URI of a resource.';
COMMENT ON COLUMN audit.event.upstream_tool IS 'The same as the upstream calls it.';
