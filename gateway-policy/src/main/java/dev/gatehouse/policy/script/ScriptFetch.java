package dev.gatehouse.policy.script;

import dev.gatehouse.core.json.Json;
import java.time.Duration;

/** What a script asks of other servers while it runs. */
@FunctionalInterface
public interface ScriptFetch {
    /** One call asks no oftener. */
    int FETCHES_MAX = 4;

    /** For scripts that may ask nobody. */
    ScriptFetch NONE = (_, _) -> new Fetched.Refused("this script may fetch nothing");

    /**
     * @param request {@code {url, method, headers, body}} as the script wrote it; anything may be missing or wrong
     * @param within what is left of the script's time
     */
    Fetched fetch(Json request, Duration within);

    sealed interface Fetched {
        /** @param response {@code {status, body}} */
        record Came(Json response) implements Fetched {}

        /** @param why shown to the script */
        record Refused(String why) implements Fetched {}
    }
}
