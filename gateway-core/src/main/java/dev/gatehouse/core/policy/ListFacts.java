package dev.gatehouse.core.policy;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.ServerName;

/** What may decide whether something is shown: never the time, never arguments. */
public record ListFacts(BundleName bundle, ServerName server, Principal principal) {}
