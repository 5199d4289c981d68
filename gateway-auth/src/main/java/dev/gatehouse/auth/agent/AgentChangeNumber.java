package dev.gatehouse.auth.agent;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Numbers the changes of agents and of what belongs to them. */
public final class AgentChangeNumber {

    private AgentChangeNumber() {}

    /** The number of the change this transaction makes. Holds up every other change until the transaction ends. */
    public static long next(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("UPDATE auth.agent_change SET number = number + 1 RETURNING number")) {
            if (!row.next()) {
                throw new SQLException("auth.agent_change has lost its row");
            }
            return row.getLong(1);
        }
    }
}
