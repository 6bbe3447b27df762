package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;

/**
 * From float32 to the numbers that matrices are multiplied in, and back. Results belong to the manager of what they are made
 * of. For inference; no gradient is tested through it, except through {@link #FULL}, which does nothing.
 */
interface MatrixType {
    /** Float32 as it is. */
    MatrixType FULL = new Full();

    /** Float32 to the type. */
    NDArray narrow(NDArray x);

    /** The type to float32. */
    NDArray widen(NDArray x);

    /** @param owner what the type needs belongs to it */
    static MatrixType of(Precision precision, NDManager owner) {
        return switch (precision) {
            case FLOAT32 -> FULL;
            case FLOAT16 -> new Half();
            case BFLOAT16 -> Brain.load(owner);
        };
    }

    /** See {@link #FULL}. */
    record Full() implements MatrixType {
        @Override
        public NDArray narrow(NDArray x) {
            return x;
        }

        @Override
        public NDArray widen(NDArray x) {
            return x;
        }
    }

    /** IEEE half precision. */
    record Half() implements MatrixType {
        @Override
        public NDArray narrow(NDArray x) {
            return x.toType(DataType.FLOAT16, false);
        }

        @Override
        public NDArray widen(NDArray x) {
            return x.toType(DataType.FLOAT32, false);
        }
    }

    /**
     * The upper half of a float32. DJL's own conversion to it ends the process, so TorchScript converts; all operations
     * between narrow and widen take its arrays, as long as nobody asks DJL for their type.
     */
    record Brain(PtSymbolBlock script) implements MatrixType {
        private static final String SOURCE =
                """
                class Narrow(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  def narrow(self: __torch__.Narrow, x: Tensor) -> Tensor:
                    return torch.to(x, 15)
                """; // 15 is c10::ScalarType::BFloat16

        static Brain load(NDManager owner) {
            return new Brain(TorchScriptArchive.load((PtNDManager) owner, "Narrow", SOURCE));
        }

        @Override
        public NDArray narrow(NDArray x) {
            try (IValue input = IValue.from((PtNDArray) x);
                    IValue output = IValueUtils.runMethod(script, "narrow", input)) {
                return output.toTensor((PtNDManager) x.getManager());
            }
        }

        @Override
        public NDArray widen(NDArray x) {
            return x.toType(DataType.FLOAT32, false);
        }
    }
}
