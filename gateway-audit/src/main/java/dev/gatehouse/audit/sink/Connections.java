package dev.gatehouse.audit.sink;

import java.sql.Connection;
import java.sql.SQLException;

/** Gives connections that nobody else uses: a sink holds one for as long as it sends. */
@FunctionalInterface
public interface Connections {
    Connection open() throws SQLException;
}
