package io.leeway.training.network;

import io.leeway.training.dataset.NetworkInputs;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A network from a task's features to raw answers. It is built twice, in the graph that trains and
 * in the graph that serves, and must be the same both times; what it needs to know of the training
 * examples (means, frequencies) it holds from its making.
 *
 * <p>It uses operations that TensorFlow's C++ gradients know: no control flow, no fused recurrent
 * cells.
 */
public interface Architecture {
    /** The architecture's name in a manifest. */
    String name();

    /** @return logits, float32[batch, width of the objective's answer] */
    Operand<TFloat32> logits(Ops tf, NetworkInputs inputs, NetworkParameters parameters);
}
