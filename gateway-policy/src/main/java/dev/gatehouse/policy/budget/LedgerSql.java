package dev.gatehouse.policy.budget;

import static dev.gatehouse.core.database.Transaction.timestamp;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/** The ledger's statements. Every one that changes something is whole in itself. */
final class LedgerSql {
    private static final String CHARGE = """
            WITH given AS (
              SELECT ?::text AS call, ?::text AS budget, ?::text AS counted, ?::text AS period, ?::text AS bundle,
                     ?::text AS label, ?::bigint AS micros, ?::bigint AS limit_micros, ?::bigint AS warn_micros,
                     ?::boolean AS hard, ?::timestamptz AS ends_at, ?::timestamptz AS at, ?::text AS server,
                     ?::text AS upstream, ?::text AS tool, ?::text AS caller, ?::text AS agent),
            taken AS (
              INSERT INTO policy.budget AS b (budget, counted, period, bundle, label, used_micros, limit_micros,
                     warn_micros, hard, ends_at, last_call, warned_by, reached_by)
              SELECT budget, counted, period, bundle, label, micros, limit_micros, warn_micros, hard, ends_at, call,
                     CASE WHEN micros >= warn_micros THEN call END, CASE WHEN micros >= limit_micros THEN call END
              FROM given
              WHERE (micros <= limit_micros OR NOT hard)
                AND NOT EXISTS (SELECT FROM policy.budget_charge c WHERE c.call = given.call
                                AND c.budget = given.budget AND c.counted = given.counted)
              ON CONFLICT (budget, counted, period) DO UPDATE SET
                used_micros = b.used_micros + excluded.used_micros,
                label = excluded.label, limit_micros = excluded.limit_micros, warn_micros = excluded.warn_micros,
                hard = excluded.hard, ends_at = excluded.ends_at, last_call = excluded.last_call,
                warned_by = CASE
                  WHEN b.warned_by IS NOT NULL AND b.warn_micros = excluded.warn_micros THEN b.warned_by
                  WHEN b.used_micros + excluded.used_micros >= excluded.warn_micros THEN excluded.last_call END,
                reached_by = CASE
                  WHEN b.reached_by IS NOT NULL AND b.limit_micros = excluded.limit_micros THEN b.reached_by
                  WHEN b.used_micros + excluded.used_micros >= excluded.limit_micros THEN excluded.last_call END
              WHERE NOT excluded.hard OR b.used_micros + excluded.used_micros <= excluded.limit_micros
              RETURNING used_micros, warned_by, reached_by, last_call),
            charged AS (
              INSERT INTO policy.budget_charge (call, budget, counted, period, micros, at, bundle, server, upstream,
                     tool, caller, agent)
              SELECT call, budget, counted, period, micros, at, bundle, server, upstream, tool, caller, agent
              FROM given WHERE EXISTS (SELECT FROM taken))
            SELECT used_micros, coalesce(warned_by = last_call, false), coalesce(reached_by = last_call, false)
            FROM taken""";

    private static final String REFUSE = """
            WITH given AS (SELECT ?::text AS call, ?::text AS budget, ?::text AS counted, ?::text AS period),
            before AS (
              SELECT FROM policy.budget_charge c, given
              WHERE c.call = given.call AND c.budget = given.budget AND c.counted = given.counted),
            told AS (
              UPDATE policy.budget b SET reached_by = given.call FROM given
              WHERE b.budget = given.budget AND b.counted = given.counted AND b.period = given.period
                AND b.reached_by IS NULL AND NOT EXISTS (SELECT FROM before)
              RETURNING 1)
            SELECT EXISTS (SELECT FROM before),
              coalesce((SELECT b.used_micros FROM policy.budget b, given
                WHERE b.budget = given.budget AND b.counted = given.counted AND b.period = given.period), 0),
              EXISTS (SELECT FROM told)""";

    private static final String GIVE_BACK = """
            WITH gone AS (
              DELETE FROM policy.budget_charge WHERE call = ? AND budget = ? AND counted = ?
              RETURNING budget, counted, period, micros)
            UPDATE policy.budget b SET used_micros = b.used_micros - gone.micros FROM gone
            WHERE b.budget = gone.budget AND b.counted = gone.counted AND b.period = gone.period""";

    private static final String STANDINGS = """
            SELECT budget, bundle, label, period, used_micros, limit_micros, hard, warned_by, ends_at
            FROM policy.budget WHERE ends_at > ?
            ORDER BY used_micros::float8 / greatest(limit_micros, 1) DESC, budget, label LIMIT ?""";

    private static final String COSTS = """
            SELECT what, sum(calls), sum(micros) FROM (
              SELECT day, {by} AS what, calls, micros FROM policy.cost
              UNION ALL
              SELECT (at AT TIME ZONE 'UTC')::date, {by}, 1, micros
              FROM (SELECT DISTINCT ON (call) * FROM policy.budget_charge) AS kept) AS everything
            WHERE day BETWEEN ? AND ? GROUP BY what ORDER BY 3 DESC, 1 LIMIT ?""";

    private static final String SUM_UP = """
            WITH old AS (DELETE FROM policy.budget_charge WHERE at < ? RETURNING *),
            once AS (SELECT DISTINCT ON (call) * FROM old)
            INSERT INTO policy.cost AS c (day, bundle, server, upstream, tool, caller, agent, calls, micros)
            SELECT (at AT TIME ZONE 'UTC')::date, bundle, server, upstream, tool, caller, agent, count(*), sum(micros)
            FROM once GROUP BY 1, 2, 3, 4, 5, 6, 7
            ON CONFLICT (day, bundle, server, upstream, tool, caller, agent) DO UPDATE SET
              calls = c.calls + excluded.calls, micros = c.micros + excluded.micros""";

    private static final String FORGET_BUDGETS = "DELETE FROM policy.budget WHERE ends_at < ?";
    private static final String FORGET_COSTS = "DELETE FROM policy.cost WHERE day < (? AT TIME ZONE 'UTC')::date";

    private LedgerSql() {}

    static PreparedStatement charge(Connection connection, Charge charge) throws SQLException {
        Budget budget = charge.budget();
        PreparedStatement statement = keyed(connection, CHARGE, charge);
        statement.setString(5, budget.bundle().value());
        statement.setString(6, text(charge.counted().label()));
        statement.setLong(7, charge.price().micros());
        statement.setLong(8, budget.limit().micros());
        statement.setLong(9, budget.warning().micros());
        statement.setBoolean(10, budget.hard());
        statement.setObject(11, timestamp(charge.span().ends()));
        statement.setObject(12, timestamp(charge.facts().receivedAt()));
        statement.setString(13, charge.facts().server().value());
        statement.setString(14, charge.operation().target().upstream().value());
        statement.setString(15, text(charge.facts().definition().name()));
        statement.setString(16, text(charge.facts().principal().label()));
        statement.setString(17, charge.agent());
        return statement;
    }

    static PreparedStatement refuse(Connection connection, Charge charge) throws SQLException {
        return keyed(connection, REFUSE, charge);
    }

    private static PreparedStatement keyed(Connection connection, String sql, Charge charge) throws SQLException {
        PreparedStatement statement = keyed(connection, sql, charge.key());
        statement.setString(4, charge.span().name());
        return statement;
    }

    private static PreparedStatement keyed(Connection connection, String sql, Charge.Key key) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, key.call());
        statement.setString(2, key.budget());
        statement.setString(3, text(key.counted()));
        return statement;
    }

    static PreparedStatement giveBack(Connection connection, Charge.Key key) throws SQLException {
        return keyed(connection, GIVE_BACK, key);
    }

    static PreparedStatement standings(Connection connection, OffsetDateTime now, int rowsMax) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(STANDINGS);
        statement.setObject(1, now);
        statement.setInt(2, rowsMax);
        return statement;
    }

    static PreparedStatement costs(Connection connection, Cost.By by, LocalDate from, LocalDate to, int rowsMax)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(COSTS.replace("{by}", by.column()));
        statement.setObject(1, from);
        statement.setObject(2, to);
        statement.setInt(3, rowsMax);
        return statement;
    }

    static void sweep(Connection connection, OffsetDateTime charges, OffsetDateTime sums) throws SQLException {
        execute(connection, SUM_UP, charges);
        execute(connection, FORGET_BUDGETS, sums);
        execute(connection, FORGET_COSTS, sums);
    }

    private static void execute(Connection connection, String sql, OffsetDateTime before) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, before);
            statement.executeUpdate();
        }
    }

    /** PostgreSQL's text holds no U+0000, which a name of an upstream or a provider may. */
    private static String text(String text) {
        return text.replace("\0", "\uFFFD");
    }
}
