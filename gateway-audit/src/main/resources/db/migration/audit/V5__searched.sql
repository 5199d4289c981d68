-- What people ask the trail for, newest first, comes out of an index in that order, whatever they ask for.
-- An agent is the subject of its calls, so one index serves the questions about agents and about people.
DROP INDEX audit.event_agent_at;
CREATE INDEX event_subject_at ON audit.event (subject, at) WHERE subject IS NOT NULL;
CREATE INDEX event_at ON audit.event (at);
-- The rare types: what two out of three records are need no index to be found soon.
CREATE INDEX event_type_at ON audit.event (type, at) WHERE type <> 'call_attempted' AND type <> 'call_completed';
-- The trace id out of `00-TRACE-PARENT-FLAGS`.
CREATE INDEX event_trace ON audit.event (substr(trace_parent, 4, 32)) WHERE trace_parent IS NOT NULL;
