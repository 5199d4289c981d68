package dev.gatehouse.server.metrics;

import java.util.Locale;

/** Every metric of the gateway's own, once: the code takes names from here and the reference page is made from it. */
enum Metric {
    CALLS(
            Type.HISTOGRAM,
            "gatehouse.call",
            "Tool calls and the seconds each took, from routing to a reply that may leave; the count is `_count`.",
            "server",
            "upstream",
            "tool",
            "verdict"),
    SESSIONS(
            Type.COUNTER,
            "gatehouse.sessions.opened",
            "Legacy sessions opened by `initialize`, by negotiated revision.",
            "version"),
    STREAMS(Type.GAUGE, "gatehouse.streams.open", "Streams open to clients that wait for news, without a call."),
    STREAMS_REFUSED(
            Type.COUNTER,
            "gatehouse.streams.refused",
            "Streams and live sessions that a client did not get, by the bound of `limits.streams` that was reached.",
            "bound"),
    SESSIONS_LIVE(
            Type.GAUGE,
            "gatehouse.sessions.live",
            "Legacy sessions with a stream, a question, a subscription or a log level; all others cost nothing."),
    EVENTS_REPLAYED(
            Type.COUNTER, "gatehouse.events.replayed", "Events sent again to clients that had lost their connection."),
    EVENTS_DROPPED(
            Type.COUNTER,
            "gatehouse.events.dropped",
            "Notices of upstreams that reached no client: it had left, or did not ask for any."),
    ANSWERS_UNMATCHED(
            Type.COUNTER,
            "gatehouse.answers.unmatched",
            "Answers of clients to questions that nobody had asked, or nobody waited for any more."),
    UPSTREAM_UP(Type.GAUGE, "gatehouse.upstream.up", "1 when the upstream can be called, else 0.", "upstream"),
    UPSTREAM_TOOLS(Type.GAUGE, "gatehouse.upstream.tools", "Tools the upstream offered when last asked.", "upstream"),
    UPSTREAM_BREAKER(
            Type.GAUGE,
            "gatehouse.upstream.breaker.open",
            "1 while calls of the upstream end at once because it kept failing them, else 0.",
            "upstream"),
    UPSTREAM_PENDING(
            Type.GAUGE,
            "gatehouse.upstream.pins.pending",
            "Definitions of the upstream that are new or changed and wait for a decision.",
            "upstream"),
    SPOOL_DEPTH(
            Type.GAUGE, "gatehouse.audit.spool.depth", "Audit records handed over and not yet written to the spool."),
    SPOOL_UNSHIPPED(
            Type.GAUGE,
            "gatehouse.audit.spool.unshipped",
            "Audit records in the spool that PostgreSQL does not have yet."),
    SPOOL_BYTES(
            Type.GAUGE, "gatehouse.audit.spool.unshipped.bytes", "Bytes of those records, as they stand on the disk."),
    SHIPPING_LAG(
            Type.GAUGE,
            "gatehouse.audit.shipping.lag.seconds",
            "Age of the oldest audit record that PostgreSQL does not have; 0 when it has all."),
    SEAL_LAG(
            Type.GAUGE,
            "gatehouse.audit.seal.lag.seconds",
            "Age of the oldest audit record that no signed block covers: about a second at most in health."),
    ANCHOR_LAG(
            Type.GAUGE,
            "gatehouse.audit.anchor.lag.seconds",
            "Age of the oldest block of the audit trail that some anchor does not have: a minute at most in health."),
    RETENTION_HELD(
            Type.GAUGE,
            "gatehouse.audit.retention.held",
            "Days of audit records that stay beyond their time because of holds, as of the last hourly look."),
    RETENTION_OVERDUE(
            Type.GAUGE,
            "gatehouse.audit.retention.overdue",
            "Days of audit records whose time is over and that could not be archived or dropped: look at the log."),
    RETENTION_UNSHORTENED(
            Type.GAUGE,
            "gatehouse.audit.retention.unshortened",
            "Bundles, and the gateway itself, whose records are kept longer than the configuration says, until two owners agree."),
    FIELD_KEYS_WAITING(
            Type.GAUGE,
            "gatehouse.audit.keys.waiting",
            "Keys of people in audit records that PostgreSQL does not have yet: nobody can erase by them."),
    SINK_SENDING(
            Type.GAUGE,
            "gatehouse.audit.sink.sending",
            "1 at the gateway that sends to this sink, else 0: of several over one database it is one.",
            "sink"),
    SINK_LAG(
            Type.GAUGE,
            "gatehouse.audit.sink.lag.records",
            "Records of the trail behind the sink's position, with those it does not get; 0 where another gateway sends.",
            "sink"),
    SINK_LAG_SECONDS(
            Type.GAUGE,
            "gatehouse.audit.sink.lag.seconds",
            "Age of the oldest record that is under way to the sink; 0 when it has all.",
            "sink"),
    SINK_FAILING(
            Type.GAUGE,
            "gatehouse.audit.sink.failing.seconds",
            "For how long the sink has taken nothing; 0 while it works.",
            "sink"),
    SINK_SENT(Type.COUNTER, "gatehouse.audit.sink.sent", "Records that the sink took.", "sink"),
    SINK_REFUSED(
            Type.COUNTER,
            "gatehouse.audit.sink.refused",
            "Records that the sink will not take; they are in `audit.sink_refused`.",
            "sink"),
    SINK_MISSED(
            Type.COUNTER,
            "gatehouse.audit.sink.missed",
            "Records that were dropped from the trail before the sink took them. Any is too many.",
            "sink"),
    ALERTS_OPEN(
            Type.GAUGE,
            "gatehouse.audit.alerts.open",
            "Alerts that this gateway sees going on; see docs/audit-alerts.md."),
    ALERTS_UNTOLD(
            Type.GAUGE,
            "gatehouse.audit.alerts.untold",
            "Notices of alerts that wait for a channel, of all gateways of the database."),
    ALERTS_TOLD(Type.COUNTER, "gatehouse.audit.alerts.told", "Notices of alerts that a channel took."),
    ALERTS_FAILED(
            Type.COUNTER,
            "gatehouse.audit.alerts.failed",
            "Notices of alerts that were given up, after a day or for want of room. Any is too many."),
    ALERTS_UNSEEN(
            Type.COUNTER,
            "gatehouse.audit.alerts.unseen",
            "Events that no rule of alerts could look at, because there were too many."),
    FSYNC(
            Type.HISTOGRAM,
            "gatehouse.audit.fsync",
            "Seconds of each fdatasync of the spool. Every answer waits for one: look at the 99th percentile first."),
    DATABASE_UP(
            Type.GAUGE,
            "gatehouse.database.up",
            "1 when PostgreSQL gave the last connection that was asked for, else 0; calls go on without it."),
    AGENTS_FLAGGED(
            Type.GAUGE,
            "gatehouse.agents.flagged",
            "Agents that somebody should look at, by why: they or their secrets end soon or have ended, nobody active owns"
                    + " them, or their bundle is gone.",
            "flag"),
    SCRIPTS(
            Type.HISTOGRAM,
            "gatehouse.script",
            "Calls of policy scripts and the seconds each took, with the wait for a worker, by what became of it; all but"
                    + " `answered` denied.",
            "outcome"),
    SCRIPT_WORKERS_LOST(
            Type.COUNTER,
            "gatehouse.script.workers.lost",
            "Script workers that were killed or ended by themselves, and were replaced."),
    LIMITED(
            Type.COUNTER,
            "gatehouse.limit.refused",
            "Calls refused by a limit or a budget, by what ran out: `rate`, `slots` or `budget`.",
            "bundle",
            "measure"),
    BUDGET_USED(
            Type.GAUGE,
            "gatehouse.budget.used.ratio",
            "The part used of a budget in its present period, at the fullest of what it counts; over 1 where a soft limit"
                    + " is passed.",
            "budget"),
    LOG_DROPPED(
            Type.COUNTER,
            "gatehouse.log.lines.dropped",
            "Log lines lost because standard error was slower than the gateway.");

    enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    final Type type;
    /** The dotted name that the registry turns into Prometheus' form. */
    final String id;

    final String help;
    /** Names, separated by a comma and a space; empty when there are none. */
    final String labels;

    Metric(Type type, String id, String help, String... labels) {
        this.type = type;
        this.id = id;
        this.help = help;
        this.labels = String.join(", ", labels);
    }

    /** The name as scraped: counters end in {@code _total}, histograms in their unit. */
    String scrapedName() {
        String name = id.replace('.', '_');
        return switch (type) {
            case COUNTER -> name + "_total";
            case GAUGE -> name;
            case HISTOGRAM -> name + "_seconds";
        };
    }

    String typeWord() {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
