package io.leeway.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.console.UserError;
import io.leeway.records.Decision;
import io.leeway.records.Outcome;
import io.leeway.records.SinkRecord;
import io.leeway.topics.DecisionJson;
import io.leeway.topics.KafkaConnection;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The simulated shop answers what is decided: takes each decision as it is committed, asks the shop
 * what comes of it, and publishes the outcomes. For one thread; the caller closes it.
 */
final class ShopAnswers implements Consumer<ConsumerRecord<byte[], byte[]>>, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AnsweringShop shop;
    private final DecisionBoard board;
    private final KafkaProducer<byte[], byte[]> producer;

    @FunctionalInterface
    interface AnsweringShop {
        /** What comes of a decision. */
        List<Outcome> answer(Decision decision, JsonNode record);
    }

    ShopAnswers(String bootstrapServers, AnsweringShop shop, DecisionBoard board) {
        this.shop = shop;
        this.board = board;
        this.producer = KafkaConnection.to(bootstrapServers).producer(Map.of("acks", "all"));
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        JsonNode json;
        try {
            json = JSON.readTree(record.value());
        } catch (IOException wrong) {
            throw new UserError(
                    "Expected decisions as JSON on " + record.topic() + ", found: " + wrong.getMessage(), wrong);
        }
        List<Decision> decisions = DecisionJson.decisions(record.value());
        board.decided(json, decisions);
        for (Decision decision : decisions) {
            for (Outcome outcome : shop.answer(decision, json)) {
                SinkRecord sent = DecisionJson.outgoing(outcome);
                producer.send(
                        new ProducerRecord<>(sent.topic(), null, sent.eventTimeMillis(), sent.key(), sent.value()));
                board.came(decision.kind(), outcome);
            }
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
