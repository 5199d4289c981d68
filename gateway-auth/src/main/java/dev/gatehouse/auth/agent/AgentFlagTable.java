package dev.gatehouse.auth.agent;

import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.identity.AgentName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The SQL of flags that were recorded. */
final class AgentFlagTable {

    private AgentFlagTable() {}

    static Map<AgentName, Set<AgentFlag>> all(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT agent, flag FROM auth.agent_flag");
                ResultSet rows = select.executeQuery()) {
            Map<AgentName, Set<AgentFlag>> all = new HashMap<>();
            while (rows.next()) {
                Set<AgentFlag> flags =
                        all.computeIfAbsent(new AgentName(rows.getString(1)), _ -> EnumSet.noneOf(AgentFlag.class));
                flag(rows.getString(2)).ifPresent(flags::add);
            }
            return all;
        }
    }

    /** False when it was raised before, here or elsewhere. */
    static boolean raise(Connection connection, AgentName agent, AgentFlag flag, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO auth.agent_flag (agent, flag, raised_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, agent.value());
            insert.setString(2, flag.word());
            insert.setObject(3, Transaction.timestamp(now));
            return insert.executeUpdate() > 0;
        }
    }

    /** False when it was lowered before. */
    static boolean lower(Connection connection, AgentName agent, AgentFlag flag) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM auth.agent_flag WHERE agent = ? AND flag = ?")) {
            delete.setString(1, agent.value());
            delete.setString(2, flag.word());
            return delete.executeUpdate() > 0;
        }
    }

    /** A newer gateway may know others. */
    private static Optional<AgentFlag> flag(String word) {
        return Arrays.stream(AgentFlag.values())
                .filter(flag -> flag.word().equals(word))
                .findFirst();
    }
}
