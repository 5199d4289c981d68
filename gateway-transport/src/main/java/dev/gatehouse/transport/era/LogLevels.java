package dev.gatehouse.transport.era;

import dev.gatehouse.core.mcp.LogLevel;
import java.util.Optional;

/** Knows which log level a legacy session has set; kept by whoever keeps what is live of sessions. Must not block. */
@FunctionalInterface
public interface LogLevels {
    LogLevels NONE = _ -> Optional.empty();

    Optional<LogLevel> of(Session session);
}
