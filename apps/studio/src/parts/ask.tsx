/** Asks what a drop means, with pictures for answers. Loaded when there is something to ask. */
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useQuestion, type Question } from '../state/open.ts'
import { Thumbnail } from './thumbnail.tsx'

const close = () => useQuestion.setState({ question: undefined })

/** The question. */
export default function Ask({ question }: { question: Question }) {
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={close}>
      <Modal>
        <Dialog className="ask">
          <Heading slot="title">{question.text}</Heading>
          <div className="ask-answers">
            {question.answers.map((answer) => (
              <button
                key={answer.title}
                type="button"
                className="ask-answer"
                onClick={() => {
                  close()
                  answer.choose()
                }}
              >
                <span className="ask-pictures">
                  {answer.pictures.map((picture) => (
                    <Thumbnail key={picture.sha256} picture={picture} />
                  ))}
                </span>
                {answer.title}
              </button>
            ))}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
