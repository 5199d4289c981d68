/** Finds what is about a person: numbers of cards, accounts and identities, addresses, telephones, health. */
@NullMarked
package dev.gatehouse.policy.detect.personal;

import org.jspecify.annotations.NullMarked;
