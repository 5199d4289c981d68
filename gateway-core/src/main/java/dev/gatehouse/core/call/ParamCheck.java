package dev.gatehouse.core.call;

import dev.gatehouse.core.mcp.ParamHeaders;
import java.util.Optional;

/**
 * What a face could not check before it was known which tool is meant: that the headers that repeat arguments say what
 * the arguments say (2026-07-28 basic/transports/streamable-http).
 */
@FunctionalInterface
public interface ParamCheck {
    /** For eras and transports that repeat nothing. */
    ParamCheck NONE = _ -> Optional.empty();

    /** The contradiction, safe to show; empty when there is none. */
    Optional<String> contradiction(ParamHeaders repeated);
}
