package dev.gatehouse.auth.kill;

import dev.gatehouse.core.policy.KillSwitch;
import java.util.Optional;

/** What came of an order to switch something off or on. */
public sealed interface KillChange {

    /**
     * It is off, also when it was before.
     *
     * @param warning what the one who asked should look at: nothing has this name now
     */
    record Off(KillSwitch what, Optional<String> warning) implements KillChange {}

    /** It is on. */
    record On(KillSwitch what) implements KillChange {}

    /** It was not off. */
    record NotOff(KillSwitch what) implements KillChange {}

    /** {@link Kills#KILLS_MAX} is reached. */
    record TooMany() implements KillChange {}
}
