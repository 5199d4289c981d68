package dev.gatehouse.core.policy;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.ServerName;
import java.time.Instant;

/**
 * Everything a policy may know about a call besides the operation itself.
 *
 * @param round counts the requests of one call, from 0; later rounds answer what the tool asked
 * @param definition what is aimed at as its upstream describes it, under the upstream's name
 * @param deadline when the caller stops waiting
 */
public record CallFacts(
        CallId call,
        int round,
        BundleName bundle,
        ServerName server,
        Definition definition,
        Principal principal,
        Instant receivedAt,
        Deadline deadline) {}
