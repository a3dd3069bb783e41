package io.leeway.cli.rights;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One record, line or profile that holds a shopper.
 *
 * @param where within its place: partition and offset, file and line
 * @param writtenAt a record's timestamp; null where there is none
 * @param content as it is kept; text where it is no JSON
 */
record FoundItem(String where, @Nullable String writtenAt, JsonNode content) {}
