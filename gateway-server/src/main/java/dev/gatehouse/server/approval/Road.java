package dev.gatehouse.server.approval;

import dev.gatehouse.core.call.CallIds;
import dev.gatehouse.core.call.CallPath;
import dev.gatehouse.core.call.Doorkeeper;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.revision.Revision;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What it takes to make a call without a client: the road that clients' calls take, and the door before it.
 *
 * @param ids that the road gives to calls
 * @param again somebody who came in before, as they are now
 * @param callTimeout how long a call may take
 */
public record Road(
        CallPath path,
        CallIds ids,
        Doorkeeper doorkeeper,
        Supplier<Revision> revisions,
        Function<Principal, Optional<Principal>> again,
        Duration callTimeout) {}
